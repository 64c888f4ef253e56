import type { Case } from '../model/case/case.ts'
import { scriptPlace } from '../verbs/face/script-words.ts'

/** Programs that every printed script calls (src/reproduce/script/*.sh, the verbs) and a minimal Debian lacks. */
const always = ['ssh', 'python3']
/** Programs that printed scripts call and every Debian has. */
const usual = [
  ...['awk', 'basename', 'cat', 'chmod', 'cp', 'cut', 'grep', 'head', 'mkdir', 'mkfifo'],
  ...['mktemp', 'rm', 'sed', 'seq', 'sleep', 'tail', 'tr', 'wc'],
]

/** The programs on the host that the printed script of a case calls, besides QEMU and the shell. */
export function scriptPrograms(played: Pick<Case, 'chardev'>): readonly string[] {
  return [...unusualPrograms(played), ...usual]
}

/** Those of them that a minimal Debian does not have. */
export function unusualPrograms({ chardev }: Pick<Case, 'chardev'>): readonly string[] {
  const { prepare, open } = chardev.typed(scriptPlace)
  const typed = [...prepare, ...open].flatMap(line => /^\$ (\S+)/.exec(line)?.[1] ?? [])
  return [...new Set([...always, ...typed])].filter(program => !usual.includes(program))
}
