import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { type History, ofKind } from '../src/model/contract/observation.ts'
import { caseFromFile } from '../src/plan/own-case/own-case.ts'
import { chardevFc } from './support/command.ts'
import { folder } from './support/example.ts'
import { equipment, play } from './support/guest.ts'
import { scriptOf, start } from './support/script.ts'

const asks = `import { alive, defineCase, intact, text, unix, virtserialport } from 'chardev-fc'

export default defineCase({
  title: 'the script asks QEMU',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),

  async script({ host, guest, qemu, port }) {
    await qemu.qmp('query-chardev')
    const peer = await host.open()
    await qemu.qmp('qom-get', { path: qemu.device, property: 'type' })
    await guest.run\`echo foo > \${port}\`
    await peer.drain('4 B')
    await qemu.qmp('chardev-send-break', { id: qemu.chardev })
  },

  expect: [alive(), intact(text('foo\\n'))],
})
`
const wrong = asks.replace('query-chardev', 'query-nothing')
const words = 'The command query-nothing has not been found'

function fileWith(t: Parameters<typeof folder>[0], text: string): string {
  const path = join(folder(t), 'asks.mjs')
  writeFileSync(path, text)
  return path
}

function steps(history: History): string[] {
  return ofKind(history, 'step').flatMap(({ edge, text }) => (edge === 'end' ? [text] : []))
}

void t.test(
  'QEMU executes what the script of a person’s own case says, with the ids that it has',
  async t => {
    const { result, history } = await play(await caseFromFile(fileWith(t, asks)))
    t.match(result, { outcome: 'pass' }, result.because)
    t.same(
      steps(history).filter(text => text.startsWith('qemu ')),
      [
        'qemu executes query-chardev',
        'qemu executes qom-get {"path":"test0","property":"type"}',
        'qemu executes chardev-send-break {"id":"foo"}',
      ],
    )
  },
)

void t.test('what QEMU refuses is an error with its words and the line, and exit code 69', async t => {
  await equipment()
  const path = fileWith(t, wrong)
  const { exitCode, stdout } = await chardevFc(['run', path, '--json'], { XDG_STATE_HOME: folder(t) })
  t.equal(exitCode, 69, stdout)
  const { results } = JSON.parse(stdout) as { results: { outcome: string; because: string }[] }
  t.same(
    results.map(({ outcome, because }) => [outcome, because]),
    [['error', `${path}:9: QMP query-nothing: CommandNotFound: ${words}`]],
  )
})

void t.test('its printed script does the same', async t => {
  const good = await start(t, await scriptOf(await caseFromFile(fileWith(t, asks)))).ended
  t.equal(good.verdict, 'PASS: all 4 bytes arrived intact', good.text)
  t.match(
    good.text,
    '== The host lets QEMU execute query-chardev, opens the chardev, lets QEMU execute qom-get\n',
  )
  const bad = await start(t, await scriptOf(await caseFromFile(fileWith(t, wrong)))).ended
  t.equal(bad.code, 2)
  t.match(bad.text, `AssertionError: ${words}`)
})
