/**
 * `npm run trials -- [--script] [--only KIND]… [--seed N] [--count N] [--jobs N] [--qemu QEMU]… [--list]`: plays hostile
 * trials on real guests, each with its true answer beside it; with `--script` by the printed script. Ends with 0 when no
 * verdict was wrong and few were inconclusive. Long: not part of `npm test`.
 */
import { parseArgs } from 'node:util'
import { listQemus } from '../../images/qemu/debian-qemu.ts'
import { paths } from '../../src/cli/paths.ts'
import { testBeds } from '../../src/cli/play/test-bed.ts'
import type { OnProgress } from '../../src/model/progress-event.ts'
import { glob } from '../../src/model/value/glob.ts'
import { pool } from '../../src/run/pool.ts'
import { byScript } from './by-script.ts'
import type { Kind } from './kind.ts'
import { guests } from './kinds/guests.ts'
import { kills } from './kinds/kills.ts'
import { pauses } from './kinds/pauses.ts'
import { preload } from './kinds/preload.ts'
import { proxies } from './kinds/proxies.ts'
import { qmp } from './kinds/qmp.ts'
import { readers } from './kinds/readers.ts'
import { starvation } from './kinds/starvation.ts'
import { writers } from './kinds/writers.ts'
import { byRun, type Ended, playTrial } from './play-trial.ts'
import { kindLine, summary, trialLines } from './report.ts'

const usualCount = 12
const all = [
  ...pauses,
  ...kills,
  ...starvation,
  ...proxies,
  ...preload,
  ...guests,
  ...writers,
  ...readers,
  ...qmp,
]
const { values: flags } = parseArgs({
  options: {
    script: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: ['*'] },
    qemu: { type: 'string', multiple: true, default: [] },
    seed: { type: 'string', default: '1' },
    count: { type: 'string' },
    jobs: { type: 'string', default: '2' },
    list: { type: 'boolean', default: false },
  },
})
const chosen = all.filter(({ kind }) => flags.only.some(pattern => glob(pattern).test(kind)))
if (chosen.length === 0) {
  console.error(`no kind like ${flags.only.join(' or ')}: see --list`)
  process.exitCode = 64
} else if (flags.list) for (const kind of chosen) console.log(kindLine(kind))
else process.exitCode = await playAll(playable(chosen))

/** Resolves with the exit code. */
async function playAll(kinds: readonly Kind[]): Promise<number> {
  const interruption = new AbortController()
  // Also a second time: what was begun is given back first.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => interruption.abort(new Error(`interrupted by ${name}`)))
  }
  const { signal } = interruption
  const onProgress: OnProgress = word => console.error(`# ${typeof word === 'string' ? word : word.text}`)
  const installed = (await listQemus(paths(process.env).cache)).map(({ label }) => label)
  const qemu = flags.qemu.length > 0 ? flags.qemu : installed
  const equipment = await testBeds({ accel: 'auto', qemu }, onProgress, signal)
  const bounds = { testBeds: equipment, play: flags.script ? byScript : byRun, signal }
  const ended: Ended[] = []
  const play = async ({ kind, seed }: Planned) => {
    if (signal.aborted) return
    const one = await playTrial(kind, seed, bounds).catch((error: unknown) => {
      if (!signal.aborted) throw error
      return null
    })
    if (one === null) return
    ended.push(one)
    console.log(trialLines(one, flags.script ? '--script ' : ''))
  }
  const planned = plan(kinds)
  await pool(
    planned.filter(({ kind }) => !kind.alone),
    Number(flags.jobs),
    play,
  )
  await pool(
    planned.filter(({ kind }) => kind.alone),
    1,
    play,
  )
  const { text, isGood } = summary(ended)
  console.log(`\n${text}`)
  if (signal.aborted) console.log('interrupted: not all trials were played')
  return signal.aborted ? 130 : isGood ? 0 : 1
}

interface Planned {
  readonly kind: Kind
  readonly seed: number
}

/** One of each kind after the other, so that a part of all trials is a part of each kind. */
function plan(kinds: readonly Kind[]): Planned[] {
  const counts = kinds.map(({ least = usualCount }) => Number(flags.count ?? least))
  return Array.from({ length: Math.max(0, ...counts) }, (_, round) =>
    kinds
      .filter((_, index) => round < (counts[index] ?? 0))
      .map(kind => ({ kind, seed: Number(flags.seed) + round })),
  ).flat()
}

function playable(kinds: readonly Kind[]): Kind[] {
  return kinds.filter(({ kind, cannot, onlyByRun }) => {
    const why = (flags.script ? onlyByRun : undefined) ?? cannot?.() ?? null
    if (why !== null) console.log(`skipped      ${kind}: ${why}`)
    return why === null
  })
}
