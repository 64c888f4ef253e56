import { getEventListeners } from 'node:events'
import t from 'tap'
import type { HostEnd } from '../../model/case/backend.ts'
import { hostSide } from './host-side.ts'
import { opening } from './opening.fixture.ts'

const end: HostEnd = {
  read: () => undefined,
  pause: () => undefined,
  write: () => Promise.resolve(),
  endWriting: () => undefined,
  close: () => undefined,
  onEnd: () => undefined,
}

void t.test('what was opened, or could not be, leaves no listener on the signal', async t => {
  const { signal, monitor } = opening()
  let count = 0
  const side = hostSide(async () => {
    if (++count > 20) throw new Error('no more')
    return end
  })
  for (let opened = 1; opened <= 20; opened++) await side.open({ signal, monitor })
  await t.rejects(side.open({ signal, monitor }), { message: 'no more' })
  t.equal(getEventListeners(signal, 'abort').length, 0)
  await side.close()
})

void t.test('an opening in progress ends with the signal, or with the side', async t => {
  const waits = () =>
    hostSide(
      ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    )
  const cut = new AbortController()
  const cutOff = waits().open({ ...opening(), signal: cut.signal })
  cut.abort(new Error('cut'))
  await t.rejects(cutOff, { message: 'cut' })
  const side = waits()
  const closed = side.open(opening())
  await Promise.all([t.rejects(closed, { message: 'the host side is closed' }), side.close()])
})
