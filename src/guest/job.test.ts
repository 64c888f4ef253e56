import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import ssh2 from 'ssh2'
import t, { type Test } from 'tap'
import { newKeyPair, opensshPrivateKey } from '../../images/image/ssh-keys.ts'
import { startJob } from './job.ts'
import { Ssh } from './ssh.ts'

interface Hello {
  readonly address: { readonly port: number }
  readonly hostKey: string
}

/** A connection to an sshd that refuses so many commands first. */
async function connected(t: Test, refusals: number, signal: AbortSignal): Promise<Ssh> {
  const sshd = fork(fileURLToPath(new URL('./sshd.fixture.js', import.meta.url)), [String(refusals)])
  t.teardown(() => sshd.kill())
  const [{ address, hostKey }] = (await once(sshd, 'message')) as [Hello]
  const privateKey = opensshPrivateKey(newKeyPair(), 'test')
  const key = ssh2.utils.parseKey(hostKey)
  if (key instanceof Error) throw key
  return Ssh.connect(
    { port: address.port, user: 'root', privateKey, hostPublicKey: key.getPublicSSH() },
    signal,
  )
}

void t.test('a command that sshd refuses is retried, five times in all', async t => {
  const signal = AbortSignal.timeout(60_000)
  const nobody = { started: () => undefined, line: () => undefined, exited: () => undefined }
  using ssh = await connected(t, 4, signal)
  t.equal(await startJob(ssh, 'true', nobody, signal), 4711)
  using deaf = await connected(t, 5, signal)
  await t.rejects(startJob(deaf, 'true', nobody, signal), {
    name: 'InfraError',
    message: /^the guest did not accept a command/,
  })
})

void t.test('a command whose pid and exit arrive in one packet', async t => {
  const signal = AbortSignal.timeout(60_000)
  using ssh = await connected(t, 0, signal)
  // We look at what came only now and then: the whole answer is then read at once.
  const busy = setInterval(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100), 1)
  t.teardown(() => clearInterval(busy))
  const told: unknown[] = []
  const ended = new Promise<void>(resolve => {
    const events = {
      started: () => told.push('started'),
      line: () => told.push('line'),
      exited: (status: unknown) => resolve(void told.push(status)),
    }
    void startJob(ssh, 'true', events, signal).then(pid => t.equal(pid, 4711))
  })
  await ended
  t.same(told, ['started', { code: 3, signal: null }])
})
