import t from 'tap'
import { eventText } from './progress-text.ts'

void t.test('what was found has its name, not the beginning of a path', async t => {
  const [qemu, commit] = ['/opt/qemu-11/qemu-system-x86_64', '1a2b3c4d5e6f'.padEnd(40, '0')]
  const names = new Map([[qemu, { version: '11.1.3', subject: 'debian-sid' }]])
  const found = (...among: string[]) =>
    eventText({ at: '2026-01-01T00:00:00.000Z', kind: 'edge', from: 'stuck', to: 'loss', among }, names)
  t.equal(found(qemu), 'Found stuck → loss: 11.1.3 (debian-sid)')
  t.equal(found('/opt/qemu-10/qemu'), 'Found stuck → loss: /opt/qemu-10/qemu')
  t.equal(found(commit), 'Found stuck → loss: 1a2b3c4d5e6f')
  t.equal(found(qemu, commit), 'Found stuck → loss: one of 2 revisions')
})
