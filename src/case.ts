import type { CaseDefinition as Definition } from './model/case/case.ts'
import type { Stage } from './verbs/stage.ts'

/** One scenario. */
export type CaseDefinition = Definition<Stage>

/** Declares a scenario. Its id is the name of its file. */
export function defineCase(definition: CaseDefinition): CaseDefinition {
  return definition
}

export { file } from './backends/file.ts'
export { hub } from './backends/hub.ts'
export { logged } from './backends/logged.ts'
export { mux } from './backends/mux.ts'
export { nullChardev } from './backends/null.ts'
export { pipe } from './backends/pipe.ts'
export { pty } from './backends/pty.ts'
export { ringbuf } from './backends/ringbuf.ts'
export { stdio } from './backends/stdio.ts'
export { tcp } from './backends/tcp.ts'
export { telnet } from './backends/telnet.ts'
export { tls } from './backends/tls.ts'
export { udp } from './backends/udp.ts'
export { unix } from './backends/unix.ts'
export { websocket } from './backends/websocket.ts'
export { wss } from './backends/wss.ts'
export { isaDebugcon } from './frontends/isa-debugcon.ts'
export { isaSerial } from './frontends/isa-serial.ts'
export { pciSerial } from './frontends/pci-serial.ts'
export { virtconsole } from './frontends/virtconsole.ts'
export { virtserialport } from './frontends/virtserialport.ts'
export { accepted, beginning, counting, guestFile, testLines, text, zeros } from './judge/content/payload.ts'
export { alive } from './judge/expectation/alive.ts'
export { arrivesAgain } from './judge/expectation/arrives-again.ts'
export { calm } from './judge/expectation/calm.ts'
export { delivered } from './judge/expectation/delivered.ts'
export { flows } from './judge/expectation/flows.ts'
export { heldBack } from './judge/expectation/held-back.ts'
export { intact } from './judge/expectation/intact.ts'
export { interleaved } from './judge/expectation/interleaved.ts'
export { keepsSaying } from './judge/expectation/keeps-saying.ts'
export { logHolds } from './judge/expectation/log-holds.ts'
export { onPort } from './judge/expectation/on-port.ts'
export { resumes } from './judge/expectation/resumes.ts'
export { stalled } from './judge/expectation/stalled.ts'
export { stays } from './judge/expectation/stays.ts'
export { timed } from './judge/expectation/timed.ts'
export { wouldBlock } from './judge/expectation/would-block.ts'
export type {
  Backend,
  HostEnd,
  HostSide,
  Monitor,
  Opening,
  Place,
  Target,
  Typed,
} from './model/case/backend.ts'
export type { Wiring } from './model/case/case.ts'
export type { Expectation } from './model/case/expectation.ts'
export type { Frontend } from './model/case/frontend.ts'
export { type History, ofKind } from './model/contract/observation.ts'
export type { Finding } from './model/contract/verdict.ts'
export { allBytes } from './scenario/all-bytes.ts'
export { burstFlood } from './scenario/burst-flood.ts'
export { type EveryByte, everyByte } from './scenario/every-byte.ts'
export { flood } from './scenario/flood.ts'
export { hostsInTurn } from './scenario/hosts-in-turn.ts'
export { hostsLeave } from './scenario/hosts-leave.ts'
export { lateFlood } from './scenario/late-flood.ts'
export { leftAmid } from './scenario/left-amid.ts'
export { type Numbered, numbered } from './scenario/numbered.ts'
export { oneFull } from './scenario/one-full.ts'
export { sentInPieces } from './scenario/sent-in-pieces.ts'
export {
  blockingClient,
  blockingPty,
  closeDiscards,
  crashesOnLeave,
  lateLeave,
  noFlowControl,
  spinStarves,
  tlsSpins,
  udpUnconnected,
  unseenLeave,
} from './scenario/shared-failures.ts'
export type { Stage }
