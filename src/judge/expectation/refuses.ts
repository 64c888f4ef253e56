import type { Expectation } from '../../model/case/expectation.ts'
import { ofKind } from '../../model/contract/observation.ts'
import { fail, pass } from '../judged.ts'
import { quoted } from '../quoted.ts'

/** QEMU refused every command that the script said it must refuse. */
export function refuses(): Expectation {
  return {
    name: 'refuses',
    judge(history) {
      const answers = ofKind(history, 'refusal')
      const executed = answers.find(({ words }) => words === null)
      if (executed !== undefined)
        return fail(null, `QEMU executed ${quoted(executed.command)}, which it must refuse`)
      return pass(`QEMU refused it: ${quoted(answers.at(-1)?.words ?? '')}`)
    },
  }
}
