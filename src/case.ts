import type { CaseDefinition } from './model/case.ts'

/** Declares a scenario. Its id is the name of its file. */
export function defineCase(definition: CaseDefinition): CaseDefinition {
  return definition
}

export { tcp } from './backends/tcp.ts'
export { unix } from './backends/unix.ts'
export { isaDebugcon } from './frontends/isa-debugcon.ts'
export { isaSerial } from './frontends/isa-serial.ts'
export { virtconsole } from './frontends/virtconsole.ts'
export { virtserialport } from './frontends/virtserialport.ts'
export { alive } from './judge/alive.ts'
export { arrivesAgain } from './judge/arrives-again.ts'
export { calm } from './judge/calm.ts'
export { delivered } from './judge/delivered.ts'
export { heldBack } from './judge/held-back.ts'
export { intact } from './judge/intact.ts'
export { counting, testLines, text, zeros } from './judge/payload.ts'
export { resumes } from './judge/resumes.ts'
export { stalled } from './judge/stalled.ts'
export type { Backend, HostEnd, HostSide, Monitor, Opening, Place, Target, Typed } from './model/backend.ts'
export type { CaseDefinition, Stage } from './model/case.ts'
export type { Expectation } from './model/expectation.ts'
export type { Frontend } from './model/frontend.ts'
export { type History, ofKind } from './model/observation.ts'
export type { Finding } from './model/verdict.ts'
export { flood } from './scenario/flood.ts'
export { noFlowControl } from './scenario/no-flow-control.ts'
