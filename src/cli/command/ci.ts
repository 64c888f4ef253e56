import { dirname } from 'node:path'
import { debianSuite } from '../../../images/packages/package-source.ts'
import { makeFolder } from '../../cache/make-folder.ts'
import { githubWorkflow } from '../../ci/github.ts'
import { gitlabPipeline } from '../../ci/gitlab.ts'
import { type Nightly, nightlyFrom } from '../../ci/nightly.ts'
import { UsageError } from '../../model/errors.ts'
import { allCases } from '../../plan/catalogue.ts'
import { selected } from '../../plan/selected.ts'
import { countOf } from '../option/count.ts'
import { isSource } from '../play/qemus.ts'
import { reportFile } from '../results/report-file.ts'
import { version } from '../tool.ts'

export type Engine = 'github' | 'gitlab'

export interface CiOptions {
  readonly qemu?: readonly string[]
  readonly shards: string
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
  readonly schedule: string
  readonly checkout?: true
  readonly output?: string
}

/** Those that the ordinary mirrors have. */
const suites = ['bullseye', 'bookworm', 'trixie', 'sid'].map(suite => `debian:${suite}`)

const engines: Record<Engine, (nightly: Nightly) => string> = {
  github: githubWorkflow,
  gitlab: gitlabPipeline,
}

/** `chardev-fc ci github|gitlab`. A selection that would fail every night fails now. Throws UsageError. */
export async function ci(engine: Engine, options: CiOptions): Promise<void> {
  const { qemu = suites, only = [], skip = [], schedule, checkout = false, output } = options
  const shards = countOf(options.shards, 1, 'jobs for each QEMU (--shards)')
  const text = engines[engine](nightlyFrom({ qemu, shards, only, skip, schedule, checkout }, version))
  selected(await allCases(), { only, skip })
  for (const word of qemu.filter(isSource)) debianSuite(word)
  if (output === undefined) process.stdout.write(text)
  else file(output).replace(text)
}

function file(path: string): ReturnType<typeof reportFile> {
  try {
    makeFolder(dirname(path))
  } catch (error) {
    throw new UsageError(`--output: cannot write ${path}: ${(error as Error).message}`)
  }
  return reportFile(path)
}
