import t from 'tap'
import { glob, isGlob } from './glob.ts'

const matching = (pattern: string, ...texts: string[]) => texts.filter(text => glob(pattern).test(text))

void t.test('what a shell would match', async t => {
  const cases = ['tcp-client', 'tcp-server', 'tls', 'udp-read', 'unix-server', 'unix-server-counting']
  t.strictSame(matching('tcp-*', ...cases), ['tcp-client', 'tcp-server'])
  t.strictSame(matching('*-server', ...cases), ['tcp-server', 'unix-server'])
  t.strictSame(matching('t?s', ...cases), ['tls'])
  t.strictSame(matching('[!tu]*', ...cases), [])
  t.strictSame(matching('t[a-c]p-*', ...cases), ['tcp-client', 'tcp-server'])
  t.strictSame(matching('tcp', ...cases), [], 'the whole of it')
  t.strictSame(matching('*', ...cases), cases)
})

void t.test('all else stands for itself', async t => {
  t.strictSame(matching('a.b', 'a.b', 'axb'), ['a.b'])
  t.strictSame(matching('a+(b)|{c}^$\\', 'a+(b)|{c}^$\\', 'aab'), ['a+(b)|{c}^$\\'])
  t.strictSame(matching('a[', 'a[', 'a'), ['a['])
  t.strictSame(matching('[z-a]', 'z', 'a'), [])
  t.ok(['*', 'a?', '[a]'].every(isGlob))
  t.notOk(isGlob('qemu-system-x86_64'))
})
