import t from 'tap'
import { guestCommand } from './guest-command.ts'

void t.test('text and values, as the template has them', async t => {
  t.equal(guestCommand`dd of=${'/dev/vport'} count=${3}`, 'dd of=/dev/vport count=3')
  t.equal(guestCommand`printf 'a\\n'`, String.raw`printf 'a\n'`)
})

void t.test('an escape that JavaScript does not know', async t => {
  const wrong = { name: 'UsageError', message: /write its backslash twice/ }
  // As the engine hands it over for `printf '\033' ${port}`, which cannot be written in a module that is strict.
  t.throws(() => guestCommand([undefined, ''], '/dev/vport'), wrong)
})

void t.test('a value that is missing', async t => {
  const missing = undefined as unknown as string
  t.throws(() => guestCommand`cat ${missing} -`, {
    name: 'UsageError',
    message: 'expected a command for the guest, but a value in it is missing: cat undefined -',
  })
})
