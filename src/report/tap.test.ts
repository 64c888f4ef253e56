import t from 'tap'
import { Parser, type Result as Point } from 'tap-parser'
import type { CellResult } from '../model/contract/result.ts'
import { frozen, hostile, hostileText, passed, planned, written } from './result.fixture.ts'
import { tap } from './tap.ts'

/** What an independent reader makes of our report. */
function read(text: string) {
  const points: Point[] = []
  const strange: string[] = []
  const parser = new Parser({ strict: true })
  parser.on('assert', point => points.push(point))
  parser.on('extra', line => strange.push(line))
  let bail: string | undefined
  parser.on('bailout', reason => {
    bail = String(reason)
  })
  parser.end(text)
  return { points, strange, bail, ok: parser.ok, failures: parser.failures.length, plan: parser.planEnd }
}

const on = ' on QEMU 7.2.22 (debian-bookworm, tcg)'
const reported = (results: readonly CellResult[], planned?: number) => read(written(tap, results, planned))

void t.test('a test point says whether a cell ended as documented', async t => {
  const { points, ok, strange, plan } = reported([
    passed(),
    frozen(),
    frozen({ expected: false, dir: '/runs/1' }),
    passed({ expected: false }),
    passed({ outcome: 'error', expected: false, because: 'the disk is full' }),
    passed({ outcome: 'inconclusive', because: 'the writer never blocked' }),
    passed({ outcome: 'skip', because: 'this QEMU has no isa-debugcon', repeat: 2 }),
  ])
  t.strictSame(
    points.map(({ ok, skip, todo, name }) => ({ ok, skip, todo, name })),
    [
      { ok: true, skip: false, todo: false, name: `unix-server${on}: pass` },
      { ok: true, skip: false, todo: false, name: `debugcon${on}: freeze, as documented` },
      { ok: false, skip: false, todo: false, name: `debugcon${on}: unexpected freeze` },
      { ok: false, skip: false, todo: false, name: `unix-server${on}: unexpected pass` },
      { ok: false, skip: false, todo: false, name: `unix-server${on}: error` },
      {
        ok: true,
        skip: 'inconclusive: the writer never blocked',
        todo: false,
        name: `unix-server${on}: inconclusive`,
      },
      { ok: true, skip: 'this QEMU has no isa-debugcon', todo: false, name: `unix-server${on} #2: skip` },
    ],
  )
  t.match(points[2]?.diag, {
    message: 'vCPU 0 retries a write that the host does not take; 278 bytes accepted',
    outcome: 'fail',
    symptom: 'freeze',
    expected: false,
    numbers: { acceptedBytes: 278 },
    dir: '/runs/1',
  })
  t.notOk(ok, 'a surprise breaks the build')
  t.equal(plan, 7)
  t.strictSame(strange, [])
})

void t.test('a test run in which all is as documented is well', async t => {
  t.ok(reported([passed(), frozen(), passed({ outcome: 'inconclusive' })]).ok)
})

void t.test('a test run that was interrupted is not', async t => {
  const left = [planned(frozen({ repeat: 1 })), planned(hostile())]
  const text = written(tap, [passed()], 3, undefined, left)
  const { ok, bail, points } = read(text)
  t.equal(points.length, 1)
  t.match(text, `# not run: debugcon${on} \\#1\n# not run: `)
  t.equal(bail, 'only 1 of 3 cells were run')
  t.notOk(ok)
  t.notOk(read('TAP version 14\nok 1 - unix-server\n').ok, 'nor is one whose report just ends')
})

void t.test('no foreign text forges a line, a directive or an end', async t => {
  const results = [hostile(), hostile({ outcome: 'skip' }), hostile({ outcome: 'inconclusive' })]
  const { points, strange, bail, plan } = reported(results)
  t.strictSame(
    points.map(({ ok, skip }) => [ok, skip !== false]),
    [
      [false, false],
      [true, true],
      [true, true],
    ],
  )
  t.strictSame(strange, [])
  t.equal(bail, undefined)
  t.equal(plan, 3)
  t.match(points[0]?.diag?.message, /^<\/script>.*\\x00\\x07\\x1b\[2J/, 'the message is all there, escaped')
  t.notMatch(written(tap, results).replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  t.ok(hostileText.length > 200)
})
