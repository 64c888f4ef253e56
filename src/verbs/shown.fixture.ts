import { unix } from '../backends/unix.ts'
import { virtserialport } from '../frontends/virtserialport.ts'
import type { Place } from '../model/case/backend.ts'
import type { CaseDefinition } from '../model/case/case.ts'
import { Paper } from './face/paper.ts'
import { Script } from './face/script.ts'
import { scriptPlace } from './face/script-words.ts'
import { typedCase } from './face/typed-case.ts'
import { type Stage, stageOf } from './stage.ts'

const frontend = virtserialport({ name: 'test0', nr: 2 })
const place = { path: (name: string) => `/tmp/foo-${name}`, port: 4711 }

/** What a script reads like to a person who types it, and in the printed shell script; there, all that its host reads. */
export async function shown(
  script: (stage: Stage) => Promise<void>,
  chardev = unix({ server: true }),
  ports: CaseDefinition['ports'] = {},
): Promise<{ typed: string; script: string; read: string }> {
  const wired = { chardev, frontend, ports }
  const typed = (place: Place) => typedCase(wired, place, { version: '7.2.22', hasReconnectMs: false })
  const paper = new Paper(typed(place), {
    outlivesLogin: false,
    commandOf: ({ ends }) => `qemu -incoming ${ends.incoming}`,
  })
  await script(stageOf(wired, '1', (verb, of) => verb.typed(paper, of)))
  const printed = new Script(typed(scriptPlace), ({ ends }) => [`exec qemu -incoming ${ends.incoming}`])
  await script(stageOf(wired, '1', (verb, of) => verb.script(printed, of)))
  return { typed: paper.lines.join('\n'), script: printed.lines.join('\n'), read: printed.host.data }
}
