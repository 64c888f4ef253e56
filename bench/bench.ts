import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type TestBed, testBed } from '../src/cli/guest/test-bed.ts'
import { paths } from '../src/cli/paths.ts'
import { tool } from '../src/cli/tool.ts'
import { type History, type Observation, ofKind } from '../src/model/contract/observation.ts'
import type { CellResult } from '../src/model/contract/result.ts'
import { casesNamed } from '../src/plan/catalogue.ts'
import { unperturbed } from '../src/qemu/perturbation.ts'
import { pool } from '../src/run/pool.ts'
import { playCell } from '../src/run/runner.ts'
import { SnapshotStore } from '../src/run/start/snapshot-store.ts'
import { Snapshots } from '../src/run/start/snapshots.ts'
import type { Stage } from '../src/verbs/stage.ts'
import { row } from './spread.ts'

/** `npm run bench [-- ROUNDS]`: everything side by side in one run, as a table of medians. */
Object.assign(process.env, unperturbed)
const rounds = Number(process.argv[2] ?? 7)
const program = fileURLToPath(new URL('../../bin/chardev-fc.js', import.meta.url))
const { signal } = new AbortController()
const runs = mkdtempSync(join(tmpdir(), 'cfc-bench-'))
const { cache } = paths(process.env)
const store = new SnapshotStore(cache, 2 * 1024 ** 3)

interface Played {
  readonly result: CellResult
  readonly history: History
}

try {
  const equipment = await testBed({ accel: 'auto' }, () => undefined, signal)
  const { version } = equipment.qemu
  console.log(`QEMU ${version}, ${equipment.accel}, ${rounds} rounds; median, least to most\n`)
  console.log('| what | median | spread | n |\n|---|---|---|---|')
  await starts(equipment)
  commands(equipment)
  await freezes(equipment)
  await idleGuests(equipment)
} finally {
  rmSync(runs, { recursive: true, force: true })
}

/** Cold and warm in turn: from the start of the QEMU process. */
async function starts(equipment: TestBed): Promise<void> {
  const played: Record<'cold' | 'warm', Played[]> = { cold: [], warm: [] }
  await play(equipment, 'unix-server', 'warm') // takes the snapshot
  for (let round = 0; round < rounds; round++) {
    for (const start of ['cold', 'warm'] as const)
      played[start].push(await play(equipment, 'unix-server', start))
  }
  for (const start of ['cold', 'warm'] as const) {
    const since = (find: (history: History) => number | undefined) =>
      played[start].map(({ history }) => (find(history) ?? Number.NaN) - startedMs(history))
    console.log(
      row(
        `${start}: first beat`,
        since(history => ofKind(history, 'beat')[0]?.at),
      ),
    )
    console.log(row(`${start}: the guest answers over ssh`, since(answeredMs)))
  }
  phases(played.warm)
}

function phases(played: readonly Played[]): void {
  const names = new Map<string, number[]>()
  for (const { history } of played) {
    const phase = (name: string) =>
      ofKind(history, 'phase').find(fact => fact.phase === name)?.at ?? Number.NaN
    const add = (name: string, ms: number) => names.set(name, [...(names.get(name) ?? []), ms])
    add('healthy phase', phase('script') - phase('healthy'))
    for (const begin of ofKind(history, 'step').filter(({ edge }) => edge === 'begin')) {
      const end = ofKind(history, 'step').find(({ step, edge }) => step === begin.step && edge === 'end')
      add(begin.text, (end?.at ?? Number.NaN) - begin.at)
    }
    const last = ofKind(history, 'step').at(-1)?.at ?? Number.NaN
    add('after the last line', phase('end') - last)
  }
  for (const [name, figures] of names) console.log(row(`unix-server, warm: ${name}`, figures))
}

/** Whole commands, with Node's own start. */
function commands({ qemu }: TestBed): void {
  const repeat = (times: number, args: readonly string[]) => Array.from({ length: times }, () => timeOf(args))
  console.log(row('node -e 0', repeat(2 * rounds, ['-e', '0'])))
  console.log(row('chardev-fc --version', repeat(2 * rounds, [program, '--version'])))
  const run = [program, 'run', 'unix-server', '--qemu', qemu.path]
  console.log(row('chardev-fc run unix-server', repeat(rounds, run)))
  console.log(row('chardev-fc run unix-server --cold', repeat(rounds, [...run, '--cold'])))
  for (const jobs of ['1', '2']) {
    const all = [program, 'run', '--all', '--qemu', qemu.path, '-j', jobs]
    console.log(row(`chardev-fc run --all -j ${jobs}`, [timeOf(all) / 1000], 's'))
  }
}

function timeOf(args: readonly string[]): number {
  const began = performance.now()
  spawnSync(process.execPath, args)
  return performance.now() - began
}

/** From the guest's last beat to the verdict's word for it. */
async function freezes(equipment: TestBed): Promise<void> {
  const called: number[] = []
  for (let round = 0; round < Math.min(3, rounds); round++) {
    const { result } = await play(equipment, 'debugcon', 'warm')
    if (result.freeze) called.push(result.freeze.calledAfterMs)
  }
  console.log(row('a freeze is called after the last beat', called))
}

/** What the harness itself takes while it watches eight guests that do nothing. */
async function idleGuests(equipment: TestBed): Promise<void> {
  const guests = 8
  const idle = { ...(await caseOf('never-connects')), expect: [] }
  const watched = {
    ...idle,
    script: ({ host }: Stage) => host.idle('for 100 beats'),
  }
  const before = process.cpuUsage()
  const began = performance.now()
  await pool(Array.from({ length: guests }), guests, async () => {
    await playCell(
      { case: watched, overallMs: 120_000, ...equipment },
      { tool, runs, keep: false, snapshots: new Snapshots(store, runs), signal, observed: () => undefined },
    )
  })
  const used = process.cpuUsage(before)
  const percent = (100 * (used.user + used.system)) / 1000 / (performance.now() - began)
  console.log(row(`the harness with ${guests} idle guests: CPU`, [percent], '% of one'))
  console.log(
    row(`the harness with ${guests} idle guests: memory`, [process.memoryUsage().rss / 1024 ** 2], 'MiB'),
  )
}

async function play(equipment: TestBed, id: string, start: 'cold' | 'warm'): Promise<Played> {
  const history: Observation[] = []
  const snapshots = start === 'warm' ? new Snapshots(store, runs) : null
  const observed = (_: unknown, observation: Observation) => history.push(observation)
  const { result } = await playCell(
    { case: await caseOf(id), overallMs: 120_000, ...equipment },
    { tool, runs, keep: false, snapshots, signal, observed },
  )
  if (!result.expected) console.error(`${id}: ${result.outcome}: ${result.because}`)
  return { result, history }
}

async function caseOf(id: string) {
  const [one] = await casesNamed([id])
  if (one === undefined) throw new Error(`no case ${id}`)
  return one
}

function startedMs(history: History): number {
  return ofKind(history, 'qemu').at(0)?.at ?? Number.NaN
}

/** The command that beats over ssh has been taken: the phase `healthy` begins. */
function answeredMs(history: History): number | undefined {
  return ofKind(history, 'phase').find(({ phase }) => phase === 'healthy')?.at
}
