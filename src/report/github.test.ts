import t from 'tap'
import type { CellResult } from '../model/contract/result.ts'
import { github } from './github.ts'
import { frozen, hostile, passed, written } from './result.fixture.ts'

function reported(results: readonly CellResult[], planned = results.length) {
  let summary = ''
  const annotations = written(
    write =>
      github(write, text => {
        summary += text
      }),
    results,
    planned,
  )
  return { summary, annotations: annotations.split('\n').slice(0, -1) }
}

/** As the runner reads a command (actions/runner, ActionCommand.cs): properties, and the message, unescaped. */
function command(line: string) {
  const [, kind, properties = '', message = ''] = /^::(\w+) ([^:]*)::(.*)$/.exec(line) ?? []
  const [, title = ''] = /^title=([^,]*)$/.exec(properties) ?? []
  const plain = (text: string) =>
    text
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%')
  return { kind, title: plain(title), message: plain(message) }
}

void t.test('only what needs a look is annotated, the worst first', async t => {
  const { annotations } = reported([
    passed({ outcome: 'inconclusive', because: 'the writer never blocked' }),
    passed(),
    frozen(),
    frozen({ expected: false, because: '100% silent' }),
  ])
  t.strictSame(annotations.map(command), [
    {
      kind: 'error',
      title: 'debugcon on QEMU 7.2.22 (debian-bookworm, tcg): unexpected freeze',
      message: '100% silent',
    },
    {
      kind: 'warning',
      title: 'unix-server on QEMU 7.2.22 (debian-bookworm, tcg): inconclusive',
      message: 'the writer never blocked',
    },
  ])
})

void t.test('a repeat is named by its number', async t => {
  const { annotations, summary } = reported([passed({ repeat: 1 }), frozen({ repeat: 2, expected: false })])
  t.match(annotations.map(command), [{ title: /\(debian-bookworm, tcg\) #2: unexpected freeze/ }])
  t.match(summary, /tcg\) &#35;2: unexpected freeze\*\*/)
})

void t.test('cells that are missing are said first', async t => {
  const { annotations, summary } = reported([passed({ outcome: 'inconclusive' })], 3)
  t.strictSame(
    annotations.map(line => command(line).title),
    [
      'chardev-fc: 2 of 3 cells were not run',
      'unix-server on QEMU 7.2.22 (debian-bookworm, tcg): inconclusive',
    ],
  )
  t.match(summary, '### chardev-fc: 1 of 3 cells (the rest was not run), nothing unexpected\n')
})

void t.test('the summary has what needs a look, and the grid with its edges', async t => {
  const sid = { label: 'debian-sid', path: '/cache/sid', version: '11.1.3' }
  const { summary } = reported([
    frozen({ case: 'unix-server', qemu: sid, expected: false }),
    passed(),
    passed(),
  ])
  t.equal(
    summary,
    `### chardev-fc: 3 cells, 1 unexpected

- **unix&#45;server on QEMU 11&#46;1&#46;3 (debian&#45;sid&#44; tcg): unexpected freeze**: vCPU 0 retries a write that the host does not take&#59; 278 bytes accepted

| | QEMU 7&#46;2&#46;22<br>debian&#45;bookworm&#44; tcg | QEMU 11&#46;1&#46;3<br>debian&#45;sid&#44; tcg |
|---|---|---|
| unix&#45;server | ✔ pass<br>2 of 2<br>last good | **✖ unexpected freeze<br>first bad** |

`,
  )
})

void t.test('no foreign text is a command, Markdown or HTML', async t => {
  const { annotations, summary } = reported([hostile(), hostile({ outcome: 'inconclusive' })])
  t.strictSame(
    annotations.map(line => command(line).kind),
    ['error', 'warning'],
  )
  t.match(command(annotations[0] ?? '').message, /^<\/script>.*\\x0a::error::forged%0A\\x23\\x23\[error\]/)
  const ours = /<br>|\*\*|^### .*$|^\|[-|]+\|$|^- /gm
  const foreign = summary.replaceAll(/&#\d+;/g, '').replaceAll(ours, '')
  t.notMatch(foreign.replaceAll(/ on QEMU | \(|\)|: |unexpected |\|/g, ''), /[<>&`*_[\]\\#@~]/)
  t.notMatch(summary.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  t.equal(summary.split('\n').length, 10, 'no line but ours')
})
