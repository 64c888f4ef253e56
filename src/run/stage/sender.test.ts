import { join } from 'node:path'
import t from 'tap'
import type { HostEnd } from '../../model/case/backend.ts'
import type { Payload } from '../../model/case/payload.ts'
import { ofKind } from '../../model/contract/observation.ts'
import { Journal } from '../journal.ts'
import { Sender } from './sender.ts'

const nothing = () => undefined
const payload: Payload = { kind: 'zeros', bytes: 1024 ** 2 }

function end(write: HostEnd['write']): HostEnd {
  return { write, read: nothing, pause: nothing, endWriting: nothing, close: nothing, onEnd: nothing }
}

void t.test('a peer that accepts everything at once does not block the event loop', async t => {
  using journal = new Journal(join(t.testdir(), 'journal.jsonl'))
  let turns = 0
  let isOver = false
  const others = () => {
    turns += 1
    if (!isOver) setImmediate(others)
  }
  setImmediate(others)
  let chunks = 0
  const write = async () => {
    chunks += 1
  }
  const { signal } = new AbortController()
  new Sender('peer1', end(write), journal).send(payload, signal)
  const all = () => ofKind(journal.history, 'sent').at(-1)?.total === payload.bytes
  await journal.until(['sent'], all, signal)
  isOver = true
  t.equal(chunks, 64)
  t.ok(turns >= 60, `${turns} turns of others in ${chunks} writes`)
})

void t.test('a broken connection is recorded', async t => {
  using journal = new Journal(join(t.testdir(), 'journal.jsonl'))
  const { signal } = new AbortController()
  const write = () => Promise.reject(new Error('EPIPE'))
  new Sender('peer1', end(write), journal).send(payload, signal)
  const failed = () => ofKind(journal.history, 'peer').at(-1)
  t.match(await journal.until(['peer'], failed, signal), { event: 'failed', text: 'Error: EPIPE' })
})
