import { spawn } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { opening } from '../../backends/host-end/opening.fixture.ts'
import { pipe } from '../../backends/pipe.ts'
import { ofKind } from '../../model/contract/observation.ts'
import { Journal } from '../journal.ts'
import { LivePeer } from './live-peer.ts'
import { readAfterCut } from './read-after-cut.ts'

/** A run that was cut before the host had opened anything. */
function cutRun(folder: string) {
  const journal = new Journal(join(folder, 'journal.jsonl'))
  const peers: LivePeer[] = []
  // The guest comes back when the host reads.
  let count = 0
  const beat = () => {
    for (const path of ['ssh', 'serial'] as const)
      journal.append({ kind: 'beat', path, count, guestMs: 50 * count })
    count += 1
  }
  let beating: NodeJS.Timeout | undefined
  t.teardown(() => clearInterval(beating))
  journal.watch(({ kind }) => {
    if (kind === 'read') beating ??= setInterval(beat, 50)
  })
  return { journal, peers }
}

void t.test('without an open end the host opens one, and reads', async t => {
  const folder = t.testdir()
  const { journal, peers } = cutRun(folder)
  const place = { path: (name: string) => join(folder, name), port: 0 }
  const side = await pipe({ pair: true }).prepare(place)
  const writer = spawn('sh', ['-c', `exec 3<>${place.path('chardev')}.out; echo word >&3; exec sleep 60`])
  t.teardown(async () => {
    writer.kill()
    await side.close()
    journal[Symbol.dispose]()
  })
  const openBlindly = async (signal: AbortSignal) => {
    const peer = new LivePeer(
      { name: 'peer1', port: '', isKilled: () => false },
      await side.open({ ...opening(), signal }),
      journal,
      signal,
    )
    t.teardown(() => peer[Symbol.dispose]())
    peers.push(peer)
    return peer
  }
  await readAfterCut({ peers, openBlindly }, journal, new AbortController().signal)
  t.match(ofKind(journal.history, 'peer'), [{ event: 'opened' }, { event: 'reading' }])
  t.match(ofKind(journal.history, 'read'), [{ bytes: 5 }])
})

void t.test('a chardev that cannot be opened is noted in the journal', async t => {
  const { journal, peers } = cutRun(t.testdir())
  t.teardown(() => journal[Symbol.dispose]())
  const openBlindly = () => Promise.reject(new Error('refused'))
  const interrupt = new AbortController()
  setTimeout(() => interrupt.abort(), 200)
  await readAfterCut({ peers, openBlindly }, journal, interrupt.signal)
  t.match(ofKind(journal.history, 'note'), [{ text: /could not open .*: refused/ }])
})
