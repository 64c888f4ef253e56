import { closeSync, fstatSync, openSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import type { HostEnd } from '../model/case/backend.ts'
import { ofKind } from '../model/contract/observation.ts'
import { Journal } from './journal.ts'
import { LivePeer } from './stage/live-peer.ts'

/** A journal, and the number of its descriptor. */
function journalAt(path: string): [Journal, number] {
  const next = openSync('/dev/null', 'r')
  closeSync(next)
  const journal = new Journal(path)
  if (fstatSync(next).ino !== statSync(path).ino)
    throw new Error(`the journal has not got descriptor ${next}`)
  return [journal, next]
}

void t.test("a late timer does not write to a file that reuses a closed journal's descriptor", async t => {
  const folder = t.testdir()
  const [journal, number] = journalAt(join(folder, 'journal.jsonl'))
  const seen: string[] = []
  journal.watch(({ kind }) => seen.push(kind))
  setTimeout(() => journal.append({ kind: 'note', text: 'late' }), 10)
  journal[Symbol.dispose]()
  const other = openSync(join(folder, 'other'), 'w')
  t.teardown(() => closeSync(other))
  t.equal(other, number, 'the number is used again')
  journal.watch(({ kind }) => seen.push(kind))
  await delay(30)
  t.equal(readFileSync(join(folder, 'other'), 'utf8'), '')
  t.same(journal.history, [])
  t.same(seen, [])
  journal[Symbol.dispose]()
  t.doesNotThrow(() => fstatSync(other), 'a second time closes nothing')
})

void t.test('a disposed peer records what has arrived, and nothing after', async t => {
  using journal = new Journal(join(t.testdir(), 'journal.jsonl'))
  const end = new Taking()
  const peer = new LivePeer(
    { name: 'peer1', port: '', isKilled: () => false },
    end,
    journal,
    new AbortController().signal,
  )
  peer.read()
  end.onBytes(Buffer.alloc(1))
  end.onBytes(Buffer.alloc(2))
  peer.send({ kind: 'zeros', bytes: 1024 ** 3 })
  while (end.written < 3 * 16_384) await delay(1)
  peer[Symbol.dispose]()
  const { length } = journal.history
  t.equal(ofKind(journal.history, 'read').at(-1)?.total, 3)
  t.equal(end.closed, 1)
  end.onBytes(Buffer.alloc(4))
  end.ended('the other side closed')
  peer.read()
  peer[Symbol.dispose]()
  await delay(100)
  t.equal(journal.history.length, length)
  t.equal(end.closed, 1)
})

/** A host end that takes all at once, and goes on when it is closed, as none of ours does. */
class Taking implements HostEnd {
  onBytes: (chunk: Buffer) => void = () => undefined
  ended: (why: string) => void = () => undefined
  written = 0
  closed = 0

  read(onBytes: (chunk: Buffer) => void): void {
    this.onBytes = onBytes
  }
  pause(): void {}
  async write(bytes: Buffer): Promise<void> {
    this.written += bytes.length
  }
  endWriting(): void {}
  close(): void {
    this.closed += 1
  }
  onEnd(ended: (why: string) => void): void {
    this.ended = ended
  }
}
