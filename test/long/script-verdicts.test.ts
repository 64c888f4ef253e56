import t from 'tap'
import { caseNamed } from '../support/guest.ts'
import { scriptOf, start } from '../support/script.ts'

/** By what the case itself documents, so that every QEMU will do. A busy host may leave it open whether QEMU spun. */
const verdicts = {
  'unix-server':
    /^PASS: the writer was blocked in \w+ after \d+ bytes while the guest stayed alive; all 67108864 bytes/,
  reconnect: /^PASS: all 8 bytes arrived intact \(not judged: timed\)$/,
  debugcon:
    /^FAIL \(freeze\), which is documented for .* QEMU >=2\.8\.0 \(.*\): the guest stopped, and came back when the host read$/,
  'pty-hangup':
    /^FAIL \(spin\), which is documented for .*QEMU >=2\.3\.0 |^INCONCLUSIVE: .* the host is too busy to tell/,
}

for (const [id, verdict] of Object.entries(verdicts)) {
  void t.test(`the script of ${id} plays it, says its verdict, and leaves nothing`, async t => {
    const running = start(t, await scriptOf(await caseNamed(id)))
    const { code, text, verdict: said } = await running.ended
    t.match(said, verdict, text)
    t.notMatch(text, /reproduce\.sh: \d+:/, 'no line of it fails')
    t.equal(code, ['PASS', 'FAIL', 'INCONCLUSIVE'].indexOf(/^[A-Z]+/.exec(said)?.[0] ?? ''))
    t.same(running.left(), [])
  })
}
