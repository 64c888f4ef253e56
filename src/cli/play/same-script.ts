import type { Case } from '../../model/case/case.ts'
import { type History, ofKind, type RunFact } from '../../model/contract/observation.ts'
import { UsageError } from '../../model/errors.ts'
import { guestCommands } from '../../verbs/guest-commands.ts'
import { pauseText } from '../../verbs/pause.ts'
import type { Stage } from '../../verbs/stage.ts'

/** Throws UsageError when a case's script has changed since a run: it would be judged by what it never played. */
export async function checkScript(played: Case<Stage>, run: RunFact, history: History): Promise<void> {
  const were = ofKind(history, 'job').flatMap(fact => (fact.event === 'started' ? [fact.command] : []))
  const texts = await Promise.all([false, true].map(slow => guestCommands(played, pauseText(slow))))
  const changes = texts.map(now => were.findIndex((command, index) => command !== now[index]))
  if (changes.includes(-1)) return
  const at = Math.max(...changes)
  const now = texts[changes.indexOf(at)]?.[at] ?? 'nothing'
  throw new UsageError(
    `the script of ${run.case} has changed since this run: the guest ran '${were[at]}' and would now run '${now}'; ` +
      `judge it with ${run.tool}, which ran it`,
  )
}
