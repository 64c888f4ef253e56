import type { CaseDefinition as Definition } from './model/case.ts'
import type { Stage } from './verbs/stage.ts'

/** One scenario. */
export type CaseDefinition = Definition<Stage>

/** Declares a scenario. Its id is the name of its file. */
export function defineCase(definition: CaseDefinition): CaseDefinition {
  return definition
}

export { file } from './backends/file.ts'
export { hub } from './backends/hub.ts'
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
export { isaDebugcon } from './frontends/isa-debugcon.ts'
export { isaSerial } from './frontends/isa-serial.ts'
export { virtconsole } from './frontends/virtconsole.ts'
export { virtserialport } from './frontends/virtserialport.ts'
export { alive } from './judge/alive.ts'
export { arrivesAgain } from './judge/arrives-again.ts'
export { calm } from './judge/calm.ts'
export { delivered } from './judge/delivered.ts'
export { flows } from './judge/flows.ts'
export { heldBack } from './judge/held-back.ts'
export { intact } from './judge/intact.ts'
export { keepsSaying } from './judge/keeps-saying.ts'
export { counting, guestFile, testLines, text, zeros } from './judge/payload.ts'
export { resumes } from './judge/resumes.ts'
export { stalled } from './judge/stalled.ts'
export { stays } from './judge/stays.ts'
export type { Backend, HostEnd, HostSide, Monitor, Opening, Place, Target, Typed } from './model/backend.ts'
export type { Expectation } from './model/expectation.ts'
export type { Frontend } from './model/frontend.ts'
export { type History, ofKind } from './model/observation.ts'
export type { Finding } from './model/verdict.ts'
export { closeDiscards } from './scenario/close-discards.ts'
export { flood } from './scenario/flood.ts'
export { lateFlood } from './scenario/late-flood.ts'
export { noFlowControl } from './scenario/no-flow-control.ts'
export { type Numbered, numbered } from './scenario/numbered.ts'
export { udpUnconnected } from './scenario/udp-unconnected.ts'
export type { Stage }
