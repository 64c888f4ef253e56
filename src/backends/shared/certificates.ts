import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import forge from 'node-forge'

const { pki } = forge

/** A server's certificate, its key, and the authority that signed it, each in PEM. */
export interface Certificates {
  readonly authority: string
  readonly certificate: string
  readonly key: string
}

const aDayMs = 24 * 60 * 60 * 1000

/**
 * Makes what a TLS server on `localhost` needs, with its own authority, valid for two days.
 * QEMU refuses certificates whose basicConstraints or keyUsage do not fit (crypto/tlscredsx509.c).
 */
export async function makeCertificates(): Promise<Certificates> {
  const [authority, server] = await Promise.all([newKeys(), newKeys()])
  const issuer = certificate('chardev-fc authority', '01', authority.publicKey)
  issuer.setIssuer(issuer.subject.attributes)
  issuer.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, critical: true },
  ])
  issuer.sign(authority.privateKey, forge.md.sha256.create())
  const subject = certificate('localhost', '02', server.publicKey)
  subject.setIssuer(issuer.subject.attributes)
  subject.setExtensions([
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
  ])
  subject.sign(authority.privateKey, forge.md.sha256.create())
  return {
    authority: pki.certificateToPem(issuer),
    certificate: pki.certificateToPem(subject),
    key: pki.privateKeyToPem(server.privateKey),
  }
}

/** Made by Node, because node-forge would take seconds to find primes. */
async function newKeys() {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return { publicKey: pki.publicKeyFromPem(publicKey), privateKey: pki.privateKeyFromPem(privateKey) }
}

function certificate(commonName: string, serialNumber: string, publicKey: forge.pki.rsa.PublicKey) {
  const made = pki.createCertificate()
  made.publicKey = publicKey
  made.serialNumber = serialNumber
  made.validity.notBefore = new Date(Date.now() - aDayMs)
  made.validity.notAfter = new Date(Date.now() + aDayMs)
  made.setSubject([{ name: 'commonName', value: commonName }])
  return made
}
