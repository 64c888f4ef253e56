import ssh2 from 'ssh2'
import { newKeyPair, opensshPrivateKey } from '../../images/image/ssh-keys.ts'

/**
 * A minimal sshd that answers every command with `4711` and status 3, after refusing as many as its argument says. Runs as
 * a separate process and sends its address and host key (PEM) to the parent.
 */
const hostKey = opensshPrivateKey(newKeyPair(), 'test')
let refusals = Number(process.argv[2] ?? 0)
const server = new ssh2.Server({ hostKeys: [hostKey] }, client => {
  client.on('error', () => undefined)
  client.on('authentication', attempt => attempt.accept())
  client.on('session', accept => {
    accept().on('exec', (acceptCommand, reject) => {
      if (refusals-- > 0) return reject()
      const channel = acceptCommand()
      channel.write('4711\n')
      channel.exit(3)
      channel.end()
    })
  })
})
server.listen(0, '127.0.0.1', () => process.send?.({ address: server.address(), hostKey }))
