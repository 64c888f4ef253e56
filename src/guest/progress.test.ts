import t from 'tap'
import { isBlocked } from '../judge/stall/blocked.ts'
import { parseSample } from './progress.ts'

/** Whether a line of `watch` shows a writer that is blocked. */
function blocked(line: string): boolean | null {
  const sample = parseSample(line)
  return sample && isBlocked({ at: 0, kind: 'progress', job: 'job1', ...sample })
}

void t.test('a writer is blocked in write, not in read', async t => {
  t.equal(blocked('p 7 4096 S wait_port_writable 1 8.50'), true)
  t.equal(blocked('p 7 4096 S 0 1 8.50'), true, 'Linux 5.10 shows no wchan')
  t.equal(blocked('p 7 4096 S port_fops_read 0 8.50'), false, 'it has the port open for both directions')
  t.equal(blocked('p 7 4096 S wait_woken 0 8.50'), false, 'as with a terminal')
})

void t.test('a reader that waits for more waits in the port', async t => {
  t.match(parseSample('r 7 4096 S port_fops_read 0 8.50'), { readBytes: 4096, waitsIn: 'port_fops_read' })
  t.equal(blocked('r 7 4096 S port_fops_read 0 8.50'), true)
})
