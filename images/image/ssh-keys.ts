import { generateKeyPairSync, randomBytes } from 'node:crypto'

/** An ed25519 key pair, both halves 32 bytes. */
export interface KeyPair {
  readonly seed: Buffer
  readonly point: Buffer
}

/** A new random ed25519 key pair. */
export function newKeyPair(): KeyPair {
  const { d = '', x = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  return { seed: Buffer.from(d, 'base64url'), point: Buffer.from(x, 'base64url') }
}

/** A public key in wire format (RFC 8709): "ssh-ed25519", then the 32 bytes. */
export function wirePublicKey({ point }: KeyPair): Buffer {
  return Buffer.concat([string('ssh-ed25519'), string(point)])
}

/** A line of authorized_keys, without newline. */
export function publicKeyLine(pair: KeyPair, comment: string): string {
  return `ssh-ed25519 ${wirePublicKey(pair).toString('base64')} ${comment}`
}

/** An unencrypted private key in OpenSSH's format (its PROTOCOL.key), which ssh and ssh2 read. */
export function opensshPrivateKey(pair: KeyPair, comment: string): string {
  const check = randomBytes(4)
  const secret = Buffer.concat([
    check,
    check,
    wirePublicKey(pair),
    string(Buffer.concat([pair.seed, pair.point])),
    string(comment),
  ])
  // Padded with 1, 2, 3, … to the block size of the cipher "none", 8.
  const padding = Buffer.from(Array.from({ length: -secret.length & 7 }, (_, index) => index + 1))
  const blob = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    string('none'),
    string('none'),
    string(''),
    number(1),
    string(wirePublicKey(pair)),
    string(Buffer.concat([secret, padding])),
  ])
  const lines = blob.toString('base64').match(/.{1,70}/g) ?? []
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n')
}

/** A host key in dropbear's format (buf_put_ed25519_priv_key in its ed25519.c): name, then seed and point. */
export function dropbearHostKey({ seed, point }: KeyPair): Buffer {
  return Buffer.concat([string('ssh-ed25519'), string(Buffer.concat([seed, point]))])
}

/** Reads a dropbear ed25519 host key. @throws Error if it is none. */
export function readDropbearHostKey(file: Buffer): KeyPair {
  const pair = { seed: file.subarray(19, 51), point: file.subarray(51, 83) }
  if (!dropbearHostKey(pair).equals(file)) throw new Error('not a dropbear ed25519 host key')
  return pair
}

function string(bytes: Buffer | string): Buffer {
  const content = Buffer.from(bytes)
  return Buffer.concat([number(content.length), content])
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
