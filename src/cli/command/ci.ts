import { dirname } from 'node:path'
import { debianSuites } from '../../../images/packages/debian-suites.ts'
import { debianSuite, namesSuite } from '../../../images/packages/package-source.ts'
import { makeFolder } from '../../cache/make-folder.ts'
import { githubWorkflow } from '../../ci/github.ts'
import { gitlabPipeline } from '../../ci/gitlab.ts'
import { type Nightly, nightlyFrom } from '../../ci/nightly.ts'
import { messageOf, UsageError } from '../../model/errors.ts'
import { allCases } from '../../plan/catalogue.ts'
import { selected } from '../../plan/selected.ts'
import { interruptSignal } from '../interrupt.ts'
import { countOf } from '../option/count.ts'
import { pinned } from '../published-package.ts'
import { reportFile } from '../results/report-file.ts'
import { out } from '../terminal/output.ts'

export type Engine = 'github' | 'gitlab'

export interface CiOptions {
  readonly from?: string
  readonly qemu?: readonly string[]
  readonly shards: string
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
  readonly schedule: string
  readonly output?: string
}

const engines: Record<Engine, (nightly: Nightly) => string> = {
  github: githubWorkflow,
  gitlab: gitlabPipeline,
}

/** `chardev-fc ci github|gitlab`. Throws UsageError, also for a selection that would fail in every run of the workflow. */
export async function ci(engine: Engine, options: CiOptions): Promise<void> {
  const { from, qemu = debianSuites, only = [], skip = [], schedule, output } = options
  const shards = countOf(options.shards, 1, 'jobs for each QEMU (--shards)')
  const nightly = nightlyFrom({ from, qemu, shards, only, skip, schedule })
  selected(await allCases(), { only, skip })
  for (const value of qemu.filter(namesSuite)) debianSuite(value)
  const { source } = nightly
  const text = engines[engine]({
    ...nightly,
    source: source.kind === 'published' ? await pinned(source, interruptSignal()) : source,
  })
  if (output === undefined) out.writeDocument(text)
  else write(output, text)
}

function write(path: string, text: string): void {
  try {
    makeFolder(dirname(path))
  } catch (error) {
    throw new UsageError(`--output: cannot write ${path}: ${messageOf(error)}`)
  }
  reportFile(path).replace(text)
}
