import { UsageError } from '../model/errors.ts'
import { shellWord } from '../model/value/shell-word.ts'
import { cronFrom } from './cron.ts'
import { noSource, type Source, sourceFrom } from './source.ts'

/** GitLab's limit of jobs in a `parallel: matrix`; GitHub's is 256. */
const mostJobs = 200

/** The options of `ci`. */
export interface NightlyOptions {
  readonly from: string | undefined
  readonly qemu: readonly string[]
  readonly shards: number
  readonly only: readonly string[]
  readonly skip: readonly string[]
  readonly schedule: string
}

/** A nightly test run over several QEMUs, each in several shards, for any CI engine. */
export interface Nightly {
  /** One job per QEMU and shard. `value` is that of --qemu; `name` is a unique file name. */
  readonly qemus: readonly { readonly value: string; readonly name: string }[]
  readonly shards: number
  /** `--only` and `--skip`, quoted for a shell. */
  readonly selection: string
  /** Five fields of cron, UTC. */
  readonly schedule: string
  readonly source: Source
  /** The arguments of `chardev-fc ci ENGINE` that produce the same workflow, quoted for a shell. */
  readonly arguments: string
}

/** Checks the options. Throws UsageError. */
export function nightlyFrom(options: NightlyOptions): Nightly {
  const { from, shards } = options
  if (from === undefined) throw noSource()
  refuseUnsafe('--from', from)
  const values = [...new Set(options.qemu)]
  for (const name of ['qemu', 'only', 'skip'] as const)
    for (const value of options[name]) refuseUnsafe(`--${name}`, value)
  if (values.length * shards > mostJobs) {
    throw new UsageError(
      `expected at most ${mostJobs} jobs (the engines' limit), got ${values.length} QEMUs × ${shards} shards: give fewer --shards`,
    )
  }
  const schedule = cronFrom(options.schedule)
  const option = (name: string, values: readonly string[]) =>
    values.map(value => ` --${name} ${shellWord(value)}`).join('')
  const selection = option('only', options.only) + option('skip', options.skip)
  return {
    qemus: named(values),
    shards,
    selection,
    schedule,
    source: sourceFrom(from),
    arguments: `${option('from', [from])}${option('qemu', values)} --shards ${shards}${selection} --schedule '${schedule}'`,
  }
}

/**
 * The workflow quotes values for YAML and the shell, but GitHub expands `${{` and GitLab `$NAME` after YAML has removed
 * the quotes, and YAML parsers differ in what ends a line (U+0085, U+2028).
 */
function refuseUnsafe(option: string, text: string): void {
  if (text === '') throw new UsageError(`${option}: got an empty value`)
  if (!/[$\p{C}\p{Zl}\p{Zp}]/u.test(text)) return
  throw new UsageError(
    `${option}: expected a value without $ and control characters, which the engine would expand, got ${JSON.stringify(text)}`,
  )
}

/** Unique names of folders and artifacts; not all engines distinguish upper and lower case. */
function named(values: readonly string[]): Nightly['qemus'] {
  const taken = new Set<string>()
  return values.map(value => {
    const plain = value.replace(/[^\w.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '') || 'qemu'
    let name = plain
    for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${plain}-${count}`
    taken.add(name.toLowerCase())
    return { value, name }
  })
}
