import { connect } from 'node:net'
import type { Readable } from 'node:stream'
import { type Algorithms, Client, type ClientChannel } from 'ssh2'
import { InfraError } from '../model/errors.ts'
import { inputLimits } from '../model/input-limits.ts'
import { shellWord } from '../model/value/shell-word.ts'
import { UnusableGuest } from './unusable-guest.ts'

/** How to log in: a private key, and the one host key that the guest must show. */
export interface Login {
  readonly port: number
  /** A user other than root must be able to `sudo` without a password: all commands run as root. */
  readonly user: string
  /** OpenSSH private key. */
  readonly privateKey: string
  /**
   * The public host key in SSH wire format; any other is refused. Null accepts any key, for a guest whose key is unknown:
   * the connection goes through 127.0.0.1 to our own QEMU.
   */
  readonly hostPublicKey: Buffer | null
}

/** How a command ended. */
export interface Status {
  readonly code: number | null
  readonly signal: string | null
}

/** How a command ended, and its output. */
export interface Answer extends Status {
  readonly stdout: string
  readonly stderr: string
}

/**
 * The cheapest for a guest without hardware crypto (measured) come first. The last of each are the best that OpenSSH 5.5
 * of the wiki page's Fedora 14 has.
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
class CommandRefused extends InfraError {}

const maxTries = 5

/** An ssh connection to the guest. Each command has its own channel and runs as root. */
export class Ssh implements Disposable {
  readonly #client: Client
  readonly #isRoot: boolean

  private constructor(client: Client, { user }: Login) {
    this.#client = client
    this.#isRoot = user === 'root'
  }

  /**
   * Connects once. Disables Nagle's algorithm before the handshake, which neither OpenSSH nor ssh2 does (saves 44 ms).
   * `answerMs` limits the wait for the first answer; without, there is no limit. Throws InfraError, or UnusableGuest if
   * the guest's sshd rejects the login, so that retries are useless.
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
      // Not once: a broken connection shows in the channels, and must not throw from here.
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
   * Starts a command on a new channel. Retries if the guest's sshd refuses it, although the command may have started:
   * dropbear 2022.83 (common-channel.c, check_close) closes a channel whose command has not arrived yet when another
   * command ends at that moment, and then starts the command without a channel. A command that must not run twice waits
   * for a line on its stdin (see `startJob`). Throws InfraError.
   */
  async exec(command: string, signal: AbortSignal): Promise<ClientChannel> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#exec(command, signal)
      } catch (error) {
        if (!(error instanceof CommandRefused) || tries === maxTries) throw error
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
        if (error) return reject(new CommandRefused(`the guest did not accept a command: ${error.message}`))
        noteExit(channel)
        resolve(channel)
      })
    })
  }

  /** Opens an interactive shell on a terminal of the given size. */
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

  /** Runs a command and waits for its end. Of an endless output the beginning is kept. */
  async run(command: string, signal: AbortSignal): Promise<Answer> {
    const channel = await this.exec(command, signal)
    const [stdout, stderr] = [beginningOf(channel), beginningOf(channel.stderr)]
    const ended = await channelEnd(channel, signal)
    return { ...ended, stdout: stdout(), stderr: stderr() }
  }

  /** Drops the connection without a disconnect message: a frozen guest does not answer. */
  [Symbol.dispose](): void {
    this.#client.destroy()
  }
}

/** Reads a stream to its end. Returns the function that returns the text of its first mebibyte. */
function beginningOf(stream: Readable): () => string {
  const chunks: Buffer[] = []
  let left: number = inputLimits.guestAnswer
  stream.on('data', (chunk: Buffer) => {
    if (left > 0) chunks.push(chunk.subarray(0, left))
    left -= chunk.length
  })
  return () => Buffer.concat(chunks).toString()
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

/** Call it as soon as the channel opens: the exit of a short command arrives in one packet with its first output. */
function noteExit(channel: ClientChannel): void {
  channel.once('exit', (code: number | null, name?: string) => {
    statuses.set(channel, { code, signal: name ?? null })
  })
}

/** Waits for the end of a channel's command. A null code and signal: the connection broke. */
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
