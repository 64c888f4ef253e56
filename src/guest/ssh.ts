import { connect } from 'node:net'
import { type Algorithms, Client, type ClientChannel } from 'ssh2'
import { InfraError } from '../model/errors.ts'
import { shellWord } from '../model/value/shell-word.ts'
import { UnusableGuest } from './unusable-guest.ts'

/** How to log in: a private key, and the one host key that the guest must show. */
export interface Login {
  readonly port: number
  /** Any but root must have the right to `sudo` without a password: all commands run as root. */
  readonly user: string
  /** OpenSSH private key. */
  readonly privateKey: string
  /**
   * The host's public key in SSH wire format; anything else is refused. Null for a guest whose key nobody knows: the
   * way there leads over 127.0.0.1 into a QEMU of ours, so it is believed.
   */
  readonly hostPublicKey: Buffer | null
}

/** How a command ended. */
export interface Status {
  readonly code: number | null
  readonly signal: string | null
}

/** The same, and what it said. */
export interface Answer extends Status {
  readonly stdout: string
  readonly stderr: string
}

/**
 * What costs a guest without hardware crypto least (measured) comes first; the rest is for guests of any age.
 * OpenSSH 5.5, which the page's Fedora 14 has, knows no better than the last of each.
 */
const algorithms: Algorithms = {
  kex: [
    ...(['curve25519-sha256', 'curve25519-sha256@libssh.org', 'ecdh-sha2-nistp256'] as const),
    ...(['diffie-hellman-group14-sha256', 'diffie-hellman-group14-sha1'] as const),
  ],
  cipher: ['aes128-ctr', 'aes128-gcm@openssh.com', 'chacha20-poly1305@openssh.com', 'aes256-ctr'],
  hmac: ['hmac-sha2-256', 'hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha1'],
}

/** The guest's sshd, or the connection, refused a command. */
class NotTaken extends InfraError {}

const mostTries = 5

/** One ssh connection into the guest; every command gets a channel of its own, and runs as root. */
export class Ssh implements Disposable {
  readonly #client: Client
  readonly #isRoot: boolean

  private constructor(client: Client, { user }: Login) {
    this.#client = client
    this.#isRoot = user === 'root'
  }

  /**
   * Connects once. Nagle's algorithm is off before the handshake, which neither OpenSSH nor ssh2 does
   * (44 ms of the set-up). Throws InfraError; UnfitGuest when the guest's sshd turned us away, now and for ever.
   * `answerMs`: how long nobody need answer at all; for ever unless told.
   */
  static connect(login: Login, signal: AbortSignal, answerMs?: number): Promise<Ssh> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted()
      const client = new Client()
      const sock = connect({ host: '127.0.0.1', port: login.port, noDelay: true })
      const unanswered = () => fail(new InfraError('ssh to the guest: no answer'))
      const timer = answerMs === undefined ? undefined : setTimeout(unanswered, answerMs)
      const fail = (error: Error) => {
        clearTimeout(timer)
        signal.removeEventListener('abort', aborted)
        client.destroy()
        reject(error)
      }
      const aborted = () => fail(signal.reason)
      signal.addEventListener('abort', aborted, { once: true })
      // Stays for good: a broken connection shows in the channels, and must not throw from here.
      client.on('error', error => fail(failure(error, login)))
      client.once('close', () => fail(new InfraError('ssh to the guest: the connection was closed')))
      client.once('ready', () => {
        signal.removeEventListener('abort', aborted)
        resolve(new Ssh(client, login))
      })
      client.connect({
        sock,
        username: login.user,
        privateKey: login.privateKey,
        hostVerifier: (key: Buffer) => login.hostPublicKey === null || key.equals(login.hostPublicKey),
        algorithms,
        readyTimeout: 0,
        keepaliveInterval: 0,
      })
      sock.once('data', () => clearTimeout(timer))
    })
  }

  /**
   * Starts a command on a new channel. One that the guest's sshd did not take is tried again, and may have been started
   * all the same: dropbear 2022.83 (common-channel.c, check_close) closes a channel whose command has not come yet when
   * another command ends at that moment, and starts the command of the closed one with nobody at its ends. What must not
   * be done twice waits for a word on its stdin (see `startJob`). Throws InfraError.
   */
  async exec(command: string, signal: AbortSignal): Promise<ClientChannel> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#exec(command, signal)
      } catch (error) {
        if (!(error instanceof NotTaken) || tries === mostTries) throw error
      }
    }
  }

  #exec(command: string, signal: AbortSignal): Promise<ClientChannel> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted()
      const aborted = () => reject(signal.reason)
      signal.addEventListener('abort', aborted, { once: true })
      this.#client.exec(this.#asRoot(command), (error, channel) => {
        signal.removeEventListener('abort', aborted)
        if (error) return reject(new NotTaken(`the guest did not accept a command: ${error.message}`))
        noteExit(channel)
        resolve(channel)
      })
    })
  }

  /** Opens an interactive shell on a terminal of that size. */
  shell(terminal: { term: string; rows: number; cols: number }): Promise<ClientChannel> {
    return new Promise((resolve, reject) => {
      const opened = (error: Error | undefined, channel: ClientChannel) => {
        if (error) return reject(error)
        noteExit(channel)
        resolve(channel)
      }
      if (this.#isRoot) this.#client.shell(terminal, opened)
      else this.#client.exec('exec sudo -n -i', { pty: terminal }, opened)
    })
  }

  #asRoot(command: string): string {
    return this.#isRoot ? command : `exec sudo -n sh -c ${shellWord(command)}`
  }

  /** Runs a command to its end. */
  async run(command: string, signal: AbortSignal): Promise<Answer> {
    const channel = await this.exec(command, signal)
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    channel.on('data', (chunk: Buffer) => stdout.push(chunk))
    channel.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
    const ended = await channelEnd(channel, signal)
    return { ...ended, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }
  }

  /** Drops the connection at once: a frozen guest answers no farewell. */
  [Symbol.dispose](): void {
    this.#client.destroy()
  }
}

function failure(error: Error & { level?: string }, { user }: Login): InfraError {
  if (error.level === 'client-authentication') {
    return new UnusableGuest(
      `the guest's sshd refused the key for '${user}': add its public key to that user's authorized_keys in the guest`,
      { cause: error },
    )
  }
  const ErrorOf = error.message.includes('no matching') ? UnusableGuest : InfraError
  return new ErrorOf(`ssh to the guest: ${error.message}`, { cause: error })
}

const statuses = new WeakMap<ClientChannel, Status>()

/** From a channel's begin: of a command that ends at once, the end comes in one packet with its first words. */
function noteExit(channel: ClientChannel): void {
  channel.once('exit', (code: number | null, name?: string) => {
    statuses.set(channel, { code, signal: name ?? null })
  })
}

/** The status with which the command behind a channel ended. */
export function channelEnd(channel: ClientChannel, signal: AbortSignal): Promise<Status> {
  return new Promise((resolve, reject) => {
    const aborted = () => {
      channel.removeAllListeners()
      channel.on('error', () => undefined)
      reject(signal.reason)
    }
    signal.addEventListener('abort', aborted, { once: true })
    channel.once('close', () => {
      signal.removeEventListener('abort', aborted)
      resolve(statuses.get(channel) ?? { code: null, signal: null })
    })
  })
}
