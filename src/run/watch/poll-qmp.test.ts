import { once } from 'node:events'
import t from 'tap'
import { QmpError } from '../../qemu/qmp.ts'
import type { Journal } from '../journal.ts'
import { pollQmp } from './poll-qmp.ts'

const journal = { append: () => t.fail('QMP did not answer') } as unknown as Journal
const failing = (kind: QmpError['kind']) => {
  const execute = () => Promise.reject(new QmpError(kind, `it is ${kind}`))
  return { execute, onEvent: () => undefined, close: () => undefined }
}

void t.test('what is no QMP is our trouble, and no silence of QEMU', async t => {
  const cut = new AbortController()
  using _polling = pollQmp(failing('broken'), journal, {}, cut)
  await once(cut.signal, 'abort')
  t.match(cut.signal.reason, { name: 'Cut', by: 'trouble', message: 'it is broken' })
})

void t.test('a connection that ends is noticed elsewhere', async t => {
  const cut = new AbortController()
  let asked = 0
  const qmp = failing('closed')
  const execute = () => {
    asked += 1
    return qmp.execute()
  }
  using _polling = pollQmp({ ...qmp, execute }, journal, {}, cut)
  while (asked === 0) await new Promise(resolve => setTimeout(resolve, 10))
  t.notOk(cut.signal.aborted)
  t.equal(asked, 1)
})
