import t from 'tap'
import { parseSyscall } from './syscall.ts'

t.test('the system calls of a frozen QEMU, as /proc showed them', async t => {
  const sleeping = '230 0x1 0x0 0x7f1a2c5fd3f0 0x0 0x0 0x0 0x7f1a2c5fd3b8 0x7f1a33ea9d93'
  t.same(parseSyscall(sleeping, 'x64'), { number: 230, name: 'clock_nanosleep' })
  const waiting = '202 0x7f1926c7f4e8 0x0 0xffffffff 0x0 0x0 0x0 0x7f1922008438 0x7f1922f1ae89'
  t.same(parseSyscall(`${waiting}\n`, 'x64'), { number: 202, name: 'futex' })
})

t.test('a call on a file includes its descriptor', async t => {
  t.same(parseSyscall('46 0xd 0x7fff 0x0 0x0 0x0 0x0 0x7f 0x7f', 'x64'), {
    number: 46,
    name: 'sendmsg',
    fd: 13,
  })
  t.same(parseSyscall('64 0x5 0x7fff 0x1 0x0 0x0 0x0 0x7f 0x7f', 'arm64'), {
    number: 64,
    name: 'write',
    fd: 5,
  })
})

t.test('the numbers depend on the architecture', async t => {
  t.equal(parseSyscall('98 0x1', 'arm64')?.name, 'futex')
  t.same(parseSyscall('98 0x1', 'x64'), { number: 98 })
  t.same(parseSyscall('1 0x1', 'riscv64'), { number: 1 })
})

t.test('outside of a call, or unreadable', async t => {
  for (const line of ['running', '-1 0x7ffc 0x7f', '', '0x10 nonsense', '\n']) {
    t.equal(parseSyscall(line, 'x64'), null, JSON.stringify(line))
  }
})
