import type { Verb } from '../verb.ts'
import { type Arguments, asked, commandText, requireCommand } from './qmp.ts'

/** Sends a QMP command that QEMU must refuse. If it executes it, the case fails. */
export function refuses(command: string, args: Arguments = {}): Verb<'qemu'> {
  requireCommand(command, args)
  const told = commandText(command, args)
  return {
    step: () => `qemu refuses ${told}`,
    async live({ journal, refusal }) {
      journal.append({ kind: 'refusal', command: told, words: await refusal(command, args) })
    },
    typed: paper => paper.onHost(refused(asked(paper.host, command, args))),
    script: script =>
      script.asks(`expects QEMU to refuse ${command}`, refused(asked(script.host, command, args))),
  }
}

/** Python that fails unless QEMU refuses the command in the last of these lines. */
function refused(lines: readonly string[]): string[] {
  const last = lines.at(-1)?.slice('>>> '.length) ?? ''
  return [
    ...lines.slice(0, -1),
    `>>> try: executed = ${last}`,
    '... except AssertionError as words: print(words)',
    '... else: raise SystemExit("QEMU executed what it must refuse")',
    '...',
  ]
}
