import { UsageError } from '../model/errors.ts'
import { shellWord } from '../model/value/shell-word.ts'
import { cronFrom } from './cron.ts'

/** GitLab's limit of jobs that one `parallel: matrix` makes; GitHub's is 256. */
const mostJobs = 200

/** What `ci` was asked for. */
export interface NightlyWishes {
  readonly qemu: readonly string[]
  readonly shards: number
  readonly only: readonly string[]
  readonly skip: readonly string[]
  readonly schedule: string
  readonly checkout: boolean
}

/** A nightly test run over several QEMUs, each in several shards, whatever engine plays it. */
export interface Nightly {
  /** A job for each and each shard. `name` is a file's name, and another one for each. */
  readonly qemus: readonly { readonly word: string; readonly name: string }[]
  readonly shards: number
  /** `--only` and `--skip`, as words of a shell. */
  readonly selection: string
  /** Five fields of cron, UTC. */
  readonly schedule: string
  /** Whether the tool is the checkout that the workflow lies in, or else this version of the package. */
  readonly source: { readonly kind: 'checkout' } | { readonly kind: 'package'; readonly version: string }
  /** The arguments of `chardev-fc ci ENGINE` that make it again, as words of a shell. */
  readonly arguments: string
}

/** Looks through what was asked for. `version`: ours. Throws UsageError. */
export function nightlyFrom(wishes: NightlyWishes, version: string): Nightly {
  const { shards, checkout } = wishes
  const words = [...new Set(wishes.qemu)]
  for (const option of ['qemu', 'only', 'skip'] as const)
    for (const word of wishes[option]) refuseUnsafe(`--${option}`, word)
  if (words.length * shards > mostJobs) {
    throw new UsageError(
      `expected at most ${mostJobs} jobs (the engines' limit), got ${words.length} QEMUs × ${shards} shards: give fewer --shards`,
    )
  }
  const schedule = cronFrom(wishes.schedule)
  const option = (name: string, values: readonly string[]) =>
    values.map(value => ` --${name} ${shellWord(value)}`).join('')
  const selection = option('only', wishes.only) + option('skip', wishes.skip)
  return {
    qemus: named(words),
    shards,
    selection,
    schedule,
    source: checkout ? { kind: 'checkout' } : { kind: 'package', version },
    arguments: `${checkout ? ' --checkout' : ''}${option('qemu', words)} --shards ${shards}${selection} --schedule '${schedule}'`,
  }
}

/**
 * Quotes keep the rest from meaning anything to YAML and the shell, but GitHub looks for `${{` and GitLab for `$NAME`
 * in what YAML has unquoted already; and some readers of YAML end a line where others do not (U+0085, U+2028).
 */
function refuseUnsafe(option: string, text: string): void {
  if (text === '') throw new UsageError(`${option}: got an empty value`)
  if (!/[$\p{C}\p{Zl}\p{Zp}]/u.test(text)) return
  throw new UsageError(
    `${option}: expected a value without $ and control characters, which the engine would expand, got ${JSON.stringify(text)}`,
  )
}

/** Names of folders and artefacts: not all engines tell capitals from others. */
function named(words: readonly string[]): Nightly['qemus'] {
  const taken = new Set<string>()
  return words.map(word => {
    const plain = word.replace(/[^\w.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '') || 'qemu'
    let name = plain
    for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${plain}-${count}`
    taken.add(name.toLowerCase())
    return { word, name }
  })
}
