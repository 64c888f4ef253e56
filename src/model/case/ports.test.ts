import t from 'tap'
import type { Wiring } from './case.ts'
import { portNamedIn, portsOf, readVariable } from './ports.ts'

const wired = (name: string) => ({ frontend: { port: `/dev/virtio-ports/${name}` } }) as Wiring

void t.test('a command is about the port that it names, not about one whose name begins so', t => {
  const ports = portsOf({ ...wired('test0'), ports: { p1: wired('p1'), p10: wired('p10') } })
  const named = (command: string) => portNamedIn(ports, command).name
  t.equal(named('echo > /dev/virtio-ports/p10'), 'p10')
  t.equal(named('dd of=/dev/virtio-ports/p1 bs=4k'), 'p1')
  t.equal(named('dd of=/dev/virtio-ports/test0'), '')
  t.equal(named('true'), '')
  t.end()
})

void t.test('what was read at a port named all is not what was read in all', t => {
  t.equal(readVariable('all'), 'READ_IN_PORT_ALL')
  t.end()
})
