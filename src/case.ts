import type { CaseDefinition } from './model/case.ts'

/** Declares a scenario. Its id is the name of its file. */
export function defineCase(definition: CaseDefinition): CaseDefinition {
  return definition
}

export { hub } from './backends/hub.ts'
export { mux } from './backends/mux.ts'
export { stdio } from './backends/stdio.ts'
export { tcp } from './backends/tcp.ts'
export { telnet } from './backends/telnet.ts'
export { tls } from './backends/tls.ts'
export { unix } from './backends/unix.ts'
export { websocket } from './backends/websocket.ts'
export { isaDebugcon } from './frontends/isa-debugcon.ts'
export { virtserialport } from './frontends/virtserialport.ts'
export { alive } from './judge/alive.ts'
export { intact } from './judge/intact.ts'
export { counting, testLines, text, zeros } from './judge/payload.ts'
export { resumes } from './judge/resumes.ts'
export { stalled } from './judge/stalled.ts'
export { stays } from './judge/stays.ts'
export { closeDiscards } from './scenario/close-discards.ts'
export { flood } from './scenario/flood.ts'
export { noFlowControl } from './scenario/no-flow-control.ts'
