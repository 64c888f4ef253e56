import { connect } from 'node:net'
import { Client, type ClientChannel } from 'ssh2'
import { InfraError } from '../model/errors.ts'

/** How to log in: our own private key, and the one host key that the guest must show. */
export interface Login {
  readonly port: number
  readonly user: string
  /** OpenSSH private key. */
  readonly privateKey: string
  /** The host's public key in SSH wire format; anything else is refused. */
  readonly hostPublicKey: Buffer
}

/** How a guest command ended, and what it said. */
export interface Answer {
  readonly code: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
}

/** One ssh connection into the guest; every command gets a channel of its own. */
export class Ssh implements Disposable {
  readonly #client: Client

  private constructor(client: Client) {
    this.#client = client
  }

  /**
   * Connects once. Nagle's algorithm is off before the handshake, which neither OpenSSH nor ssh2 does
   * (44 ms of the set-up). Throws InfraError.
   */
  static connect(login: Login, signal: AbortSignal): Promise<Ssh> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted()
      const client = new Client()
      const fail = (error: Error) => {
        signal.removeEventListener('abort', aborted)
        client.destroy()
        reject(error)
      }
      const aborted = () => fail(signal.reason)
      signal.addEventListener('abort', aborted, { once: true })
      // Stays for good: a broken connection shows in the channels, and must not throw from here.
      client.on('error', error =>
        fail(new InfraError(`ssh to the guest: ${error.message}`, { cause: error })),
      )
      client.once('close', () => fail(new InfraError('ssh to the guest: the connection was closed')))
      client.once('ready', () => {
        signal.removeEventListener('abort', aborted)
        resolve(new Ssh(client))
      })
      client.connect({
        sock: connect({ host: '127.0.0.1', port: login.port, noDelay: true }),
        username: login.user,
        privateKey: login.privateKey,
        hostVerifier: (key: Buffer) => key.equals(login.hostPublicKey),
        // What costs a guest without hardware crypto least (measured): see shared algorithms of dropbear.
        algorithms: { kex: ['curve25519-sha256'], cipher: ['aes128-ctr'], hmac: ['hmac-sha2-256'] },
        readyTimeout: 0,
        keepaliveInterval: 0,
      })
    })
  }

  /** Starts a command on a new channel. */
  exec(command: string, signal: AbortSignal): Promise<ClientChannel> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted()
      const aborted = () => reject(signal.reason)
      signal.addEventListener('abort', aborted, { once: true })
      this.#client.exec(command, (error, channel) => {
        signal.removeEventListener('abort', aborted)
        if (error)
          return reject(
            new InfraError(`the guest did not take a command: ${error.message}`, { cause: error }),
          )
        noteExit(channel)
        resolve(channel)
      })
    })
  }

  /** Opens an interactive shell on a terminal of that size. */
  shell(terminal: { term: string; rows: number; cols: number }): Promise<ClientChannel> {
    return new Promise((resolve, reject) => {
      this.#client.shell(terminal, (error, channel) => {
        if (error) return reject(error)
        noteExit(channel)
        resolve(channel)
      })
    })
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

/** How a command ended. */
interface Status {
  readonly code: number | null
  readonly signal: string | null
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
