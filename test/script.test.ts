import t from 'tap'
import { caseNamed } from './guest.ts'
import { scriptOf, start } from './script.ts'

const verdicts = {
  'unix-server':
    /^PASS: the writer stood blocked in \w+ after \d+ bytes while the guest lived on; all 67108864 bytes/,
  reconnect: /^PASS: all 8 bytes arrived intact$/,
  debugcon:
    /^FAIL \(freeze\), which is documented for every QEMU \(.*\): the guest stopped, and came back when the host read$/,
}

for (const [id, verdict] of Object.entries(verdicts)) {
  void t.test(`the script of ${id} plays it, says its verdict, and leaves nothing`, async t => {
    const running = start(t, await scriptOf(await caseNamed(id)))
    const { code, text, verdict: said } = await running.ended
    t.match(said, verdict, text)
    t.equal(code, said.startsWith('PASS') ? 0 : 1)
    t.same(running.left(), [])
  })
}
