import type { Payload } from '../../model/case/payload.ts'
import { sentAtOnce } from '../../model/case/payload-chunks.ts'
import { pythonBytes } from '../../model/case/python-bytes.ts'
import type { Script } from '../face/script.ts'
import { hereDocument } from '../face/script-words.ts'
import type { TypedPeer } from '../face/typed-host.ts'
import type { Verb } from '../verb.ts'

/** Starts to send as fast as the chardev accepts it, and does not wait. */
export function send(payload: Payload): Verb<'peer'> {
  return {
    step: (_, { name }) => `${name} begins to send ${payload.bytes} B`,
    live: async (_, peer) => peer.send(payload),
    typed: (paper, peer) => paper.onHost(peer.send(pythonBytes(payload))),
    script: (script, peer) => sendBeside(script, peer, payload),
  }
}

/** Sends in parallel with the following lines, as fast as the chardev accepts it. */
function sendBeside(script: Script, peer: TypedPeer, payload: Payload): void {
  const name = `to_send${script.sends.length + 1}`
  script.types('gets ready to send', [`>>> ${name} = ${pythonBytes(payload)}`])
  script.sends.push({ name, bytes: payload.bytes })
  const total = script.sends.reduce((sum, { bytes }) => sum + bytes, 0)
  const chunkBytes = sentAtOnce(peer.pieceBytes)
  const loop = [
    `for at in range(0, len(${name}), ${chunkBytes}):`,
    `    chunk = ${name}[at:at + ${chunkBytes}]`,
    ...peer.send('chunk').map(line => `    ${line.slice('>>> '.length)}`),
    '    sent += len(chunk)',
  ]
  script.write(
    `step 'The host begins to send ${payload.bytes} bytes'`,
    `TO_SEND=${total} MEMORY=$(memory)`,
    ...hereDocument('host_beside', loop),
  )
}
