import t from 'tap'
import type { Case } from '../src/model/case/case.ts'
import { ofKind } from '../src/model/contract/observation.ts'
import type { Stage } from '../src/verbs/stage.ts'
import { caseNamed, play } from './support/guest.ts'
import { scriptOf, start } from './support/script.ts'
import { once, spoiled } from './support/spoiled.ts'

/** The case with another script. */
function scripted(played: Case<Stage>, script: Case<Stage>['script']): Case<Stage> {
  return { ...played, script }
}

void t.test('a guest that moves is delivered once, or documented to be stuck', async t => {
  for (const id of ['migrate', 'save-restore']) {
    const { result, history } = await play(await caseNamed(id))
    t.equal(result.expected, true, `${id}: ${result.because}`)
    const qemus = ofKind(history, 'qemu').map(({ event, process }) => `${event} ${process ?? 1}`)
    t.same(qemus.toSorted(), ['holds 2', 'killed 1', 'started 1', 'started 2'], 'QEMUs')
    const mixed = ofKind(history, 'memory').map(({ process }) => process ?? 1)
    t.same([...new Set(mixed)], [1, 2], 'both are watched')
  }
})

void t.test('the faults of a guest that moves are found', async t => {
  const left = await play(await caseNamed('migrate-source-left'))
  t.match(left.result, { outcome: 'fail', expected: true, symptom: /doubled|stuck/ }, left.result.because)
  const alone = await play(await caseNamed('migrate-peer-after'))
  t.match(alone.result, { outcome: 'fail', expected: true, symptom: 'stuck' }, alone.result.because)
})

void t.test('bytes that are lost on the way to either host are missed', async t => {
  const lossy = spoiled(
    await caseNamed('save-restore'),
    once(chunk => [chunk.subarray(0, chunk.length - 512)], 100_000),
  )
  const { result } = await play(lossy)
  const intact = result.findings?.find(({ name }) => name === 'intact')
  t.notSame(intact?.outcome, 'pass', result.because)
})

void t.test(
  'a QEMU that ends after the guest has left it is no crash, and one that it leaves by itself is',
  async t => {
    const base = await caseNamed('migrate')
    const moved = scripted(base, async ({ host, qemu }) => {
      await qemu.incoming('exec')
      await qemu.migrate()
      await host.idle('for 5 beats')
      await qemu.killSource()
      await host.idle('for 5 beats')
    })
    const killed = await play({ ...moved, expect: base.expect.filter(({ name }) => name === 'alive') })
    t.match(killed.result, { outcome: 'pass' }, killed.result.because)
  },
)

void t.test('a command that ends its own shell is judged by its status, by the script, too', async t => {
  const base = await caseNamed('migrate')
  const moves = scripted(base, async ({ host, guest, qemu }) => {
    await host.open()
    const during = await guest.start`printf one; sleep 2; exit 3`
    await qemu.incoming()
    await qemu.migrate()
    await during.exit(3)
    const after = await guest.start`exec sh -c 'exit 4'`
    await after.exit(4)
  })
  const played = { ...moves, expect: base.expect.filter(({ name }) => name === 'alive') }
  const { result } = await play(played)
  t.match(result, { outcome: 'pass' }, result.because)
  const running = start(t, await scriptOf(played))
  const { code, text } = await running.ended
  t.equal(code, 0, text)
  t.same(running.left(), [])
})

void t.test('the script ends while a job runs in a guest that moves, and leaves nothing', async t => {
  const running = start(t, await scriptOf(await caseNamed('migrate')))
  await running.printed('The host migrates the guest')
  running.child.kill('SIGTERM')
  t.equal((await running.ended).code, 143)
  t.same(running.left(), [])
})

void t.test('bad use is one line', async t => {
  const base = await caseNamed('migrate')
  const uses: [Case<Stage>['script'], RegExp][] = [
    [({ qemu }) => qemu.migrate(), /expected qemu\.incoming\(\) before/],
    [({ qemu }) => qemu.restore(), /expected qemu\.save\(\) before/],
    [({ qemu }) => qemu.killSource(), /expected qemu\.migrate\(\) before/],
  ]
  for (const [script, words] of uses) {
    const { result } = await play(scripted(base, script)).catch((error: Error) => ({
      result: { outcome: 'error', because: error.message },
    }))
    t.match(result, { outcome: 'error', because: words })
  }
  const { migrates: _, ...still } = base
  const { result } = await play(scripted(still, async ({ qemu }) => void (await qemu.incoming())))
  t.match(result, { outcome: 'error', because: /expected `migrates: true` in a case whose script moves/ })
})
