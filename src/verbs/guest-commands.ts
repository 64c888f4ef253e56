import type { Case } from '../model/case/case.ts'
import { type Stage, stageOf } from './stage.ts'

/** The guest commands of a case's script, in order, with this pause. */
export async function guestCommands(
  { script, ...wired }: Pick<Case<Stage>, 'script' | 'chardev' | 'frontend' | 'ports'>,
  pause: string,
): Promise<readonly string[]> {
  const commands: string[] = []
  const stage = stageOf(wired, pause, ({ command }) => {
    if (command !== undefined) commands.push(command)
  })
  await script(stage)
  return commands
}
