import type { Case } from '../model/case/case.ts'
import { type Stage, stageOf } from './stage.ts'

/** The guest commands of a case's script, in order, with this pause. */
export async function guestCommands(
  { script, frontend }: Pick<Case<Stage>, 'script' | 'frontend'>,
  pause: string,
): Promise<readonly string[]> {
  const commands: string[] = []
  const stage = stageOf(frontend, pause, ({ command }) => {
    if (command !== undefined) commands.push(command)
  })
  await script(stage)
  return commands
}
