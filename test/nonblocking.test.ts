import t from 'tap'
import type { Case } from '../src/model/case/case.ts'
import type { Stage } from '../src/verbs/stage.ts'
import { caseNamed, play } from './support/guest.ts'
import { scriptOf, start } from './support/script.ts'
import { withheld } from './support/spoiled.ts'

async function scripted(id: string, script: Case<Stage>['script']): Promise<Case<Stage>> {
  return { ...(await caseNamed(id)), script }
}

for (const id of ['nonblocking-writer', 'polling-writer']) {
  void t.test(`${id} passes, and so does its printed script`, async t => {
    const { result } = await play(await caseNamed(id))
    t.match(result, { outcome: 'pass' }, result.because)
    const { verdict, text } = await start(t, await scriptOf(await caseNamed(id))).ended
    t.match(verdict, /^PASS: (.*; )?all \d+ bytes arrived intact$/, text)
  })
}

void t.test('a writer that sleeps although it should get EAGAIN fails', async t => {
  const sleeps = await scripted('nonblocking-writer', async ({ host, guest, port }) => {
    await host.open()
    const dd = await guest.start`dd if=/dev/zero of=${port} bs=4k`
    await host.idle('until stalled')
    await dd.kill()
    await guest.start`echo none | dd of=${port} # oflag=nonblock`
    await host.idle('for 20 beats')
  })
  const { result } = await play(sleeps)
  const found = result.findings?.find(({ name }) => name === 'wouldBlock')
  t.match(found, { outcome: 'fail', because: 'it slept in wait_port_writable instead of getting EAGAIN' })
})

void t.test('a polling writer that is not woken is stuck', async t => {
  const { result } = await play(withheld(await caseNamed('polling-writer'), 4_000_000))
  t.match(result, { outcome: 'fail', symptom: 'stuck' }, result.because)
})

void t.test('a writer that polls for its own input proves no pressure', async t => {
  const waits = await scripted('polling-writer', async ({ host, guest, port }) => {
    await host.open()
    const writer = await guest.start`(echo word; sleep 1) | /usr/bin/multitee 0:1 > ${port}`
    await host.idle('until stalled')
    await writer.exit(0)
  })
  const { result } = await play(waits)
  const found = result.findings?.find(({ name }) => name === 'stalled')
  t.match(found, { outcome: 'inconclusive', because: /without ever being seen blocked/ })
})
