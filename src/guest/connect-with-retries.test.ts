import { createServer, type Server, type Socket } from 'node:net'
import ssh2 from 'ssh2'
import t from 'tap'
import { newKeyPair, opensshPrivateKey } from '../../images/image/ssh-keys.ts'
import { InfraError } from '../model/errors.ts'
import { connectWithRetries } from './connect-with-retries.ts'
import { UnusableGuest } from './unusable-guest.ts'

const key = () => opensshPrivateKey(newKeyPair(), 'test')
const login = { user: 'tester', privateKey: key(), hostPublicKey: null }

/** An sshd that takes every key, or none. */
function sshd(takes: boolean): ssh2.Server {
  return new ssh2.Server({ hostKeys: [key()] }, client => {
    client.on('error', () => undefined)
    client.on('authentication', attempt => (takes ? attempt.accept() : attempt.reject(['publickey'])))
  })
}

/** A guest that boots: each new connection meets the next behaviour, the last one from then on. */
async function booting(...behaviours: readonly ((socket: Socket) => void)[]) {
  let tries = 0
  const sockets: Socket[] = []
  const server: Server = createServer(socket => {
    sockets.push(socket.on('error', () => undefined))
    behaviours[Math.min(tries++, behaviours.length - 1)]?.(socket)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    tries: () => tries,
    [Symbol.dispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

const refuses = (socket: Socket) => socket.resetAndDestroy()
const isSilent = () => undefined
const answers = (takes: boolean) => (socket: Socket) => sshd(takes).injectSocket(socket)

void t.test("retries until the guest's sshd answers", async t => {
  using guest = await booting(refuses, isSilent, refuses, answers(true))
  using ssh = await connectWithRetries({ ...login, port: guest.port }, new AbortController().signal)
  t.ok(ssh)
  t.equal(guest.tries(), 4)
})

void t.test('a refused key is not retried', async t => {
  using guest = await booting(refuses, answers(false))
  const tried = connectWithRetries({ ...login, port: guest.port }, new AbortController().signal)
  await t.rejects(
    tried,
    new UnusableGuest(
      "the guest's sshd refused the key for 'tester': add its public key to that user's authorized_keys in the guest",
    ),
  )
  t.equal(guest.tries(), 2)
})

void t.test('at the time limit the last failure is reported', async t => {
  using guest = await booting(refuses)
  const boot = new AbortController()
  setTimeout(() => boot.abort(new Error('too late')), 1000)
  const error = await connectWithRetries({ ...login, port: guest.port }, boot.signal).catch(
    (error: unknown) => error,
  )
  t.ok(error instanceof InfraError && !(error instanceof UnusableGuest))
  t.match(String(error), /ssh to the guest: .*(ECONNRESET|closed|lost)/)
})
