import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { CellResult } from '../src/model/contract/result.ts'
import { readResults } from '../src/results/results-folder.ts'
import { type Kind, makeRepo } from './support/bisect-repo.ts'
import { chardevFc } from './support/command.ts'
import { folder } from './support/example.ts'

/** What 0.1.0 stored, read by the commands: fixtures/0.1.0/README.md. No guest is booted. */
const golden = join(process.cwd(), 'fixtures', '0.1.0')
const at = (name: string) => join(golden, name)
const read = (name: string) => readFileSync(at(name), 'utf8')
const home = folder(t)
const env = { XDG_STATE_HOME: join(home, 'state'), XDG_CACHE_HOME: join(home, 'cache') }
const run = (...args: readonly string[]) => chardevFc(args, env)

void t.test('diff: folders of --results and files of --json', async t => {
  for (const [name, wanted] of [
    ['results', '16 cells: 0 with a different outcome, 16 unchanged'],
    ['document.json', '4 cells: 0 with a different outcome, 4 unchanged'],
  ] as const) {
    const { exitCode, stdout, stderr } = await run('diff', at(name), at(name))
    t.match({ exitCode, stdout, stderr }, { exitCode: 0, stdout: wanted, stderr: '' })
  }
  const { stdout } = await run('diff', at('document.json'), at('shard-2'))
  t.match(stdout, /ringbuf · only in the first: QEMU 5\.2\.0 \(debian-bullseye, tcg\) · loss, as documented/)
})

void t.test('merge: shards, as a document, a page, and results of their own', async t => {
  const [page, results] = [join(home, 'page.html'), join(home, 'all')]
  const reports = ['--json', '--report', `html=${page}`, '--results', results]
  const { exitCode, stdout, stderr } = await run('merge', at('shard-1'), at('shard-2'), ...reports)
  t.equal(exitCode, 0, stderr)
  const told = (JSON.parse(stdout) as { results: CellResult[] }).results
  t.strictSame(
    told.map(({ case: id, qemu, repeat, outcome }) => `${id} ${qemu.version} ${repeat} ${outcome}`),
    [
      ...['reconnect 7.2.22 1 pass', 'reconnect 7.2.22 2 pass'],
      ...['reconnect 11.1.3 1 pass', 'reconnect 11.1.3 2 pass'],
      ...['udp-read 7.2.22 1 fail', 'udp-read 7.2.22 2 fail'],
      ...['udp-read 11.1.3 1 pass', 'udp-read 11.1.3 2 pass'],
    ],
  )
  t.equal(readFileSync(page, 'utf8').split('class="time-line"').length - 1, 8, 'each with its journal')
  t.equal(readResults(results).cells.length, 8)

  const short = await run('merge', at('cut-short'))
  t.match(short, { exitCode: 69, stderr: /cut-short has 1 of its 3 cells/ })
})

void t.test(
  "judge: a cell's folder, kept runs whose case is another now, one whose case is gone",
  async t => {
    const judged = async (name: string) => run('judge', at(name))
    const lost = /= ringbuf · QEMU 7\.2\.22 .* loss, as documented · 12\.7 s/
    t.match(await judged('results/cells/6-ringbuf-debian-bookworm-tcg'), { exitCode: 0, stdout: lost })
    for (const name of ['runs/freeze', 'runs/killed']) {
      t.match(await judged(name), {
        exitCode: 64,
        stderr: /the script of debugcon has changed .* judge it with chardev-fc 0\.1\.0, which ran it/,
      })
    }
    t.match(await judged('results/cells/5-mended-debian-bookworm-tcg'), {
      exitCode: 64,
      stderr: /the case file of this run is missing: restore \/home\/user\/cases\/mended\.mjs/,
    })
  },
)

void t.test('image import: the image, or whose it is', async t => {
  const { exitCode, stdout, stderr } = await run('image', 'import', at('debian-tiny.tar.gz'))
  if (exitCode === 0) t.match(stdout, /^debian-tiny {2}\S+$/)
  else t.match({ exitCode, stderr }, { exitCode: 64, stderr: /another version \(chardev-fc 0\.1\.0\)/ })
})

/** What a report says, without what is not in a log: dates of commits, command lines of runs, the script. */
function essence(report: string): object {
  const left = ['date', 'commandLine', 'reproduction', 'buildCommand', 'classes']
  return JSON.parse(report, (key, value) => (left.includes(key) ? undefined : value)) as object
}

/** A report of schema 1 as schema 2 has it: docs/schema-2.md. */
function asNow({ schema: _, found, before, after, alsoBefore, ...rest }: Schema1): object {
  const { kind, ...name } = found
  const [from, to] = kind === 'first-bad' ? ['pass', rest.symptom] : [rest.symptom, 'pass']
  return {
    schema: 2,
    ...rest,
    tool: 'chardev-fc 0.2.0',
    edges: [{ from, to, ...name, before, after, alsoBefore }],
  }
}

interface Schema1 {
  readonly schema: 1
  readonly symptom: string
  readonly found: { readonly kind: string }
  readonly before: object
  readonly after: object
  readonly alsoBefore: object
}

void t.test('bisect replay: a bisection over a list gives the same answer without a run', async t => {
  const { exitCode, stdout, stderr } = await run('bisect', 'replay', at('bisect/list.log.jsonl'), '--json')
  t.equal(exitCode, 0, stderr)
  t.strictSame(essence(stdout), asNow(essence(read('bisect/list.report.json')) as Schema1))
})

/** Bisections over repositories that are made again: the kinds of the commits, and the index of each commit of the log. */
const bisections: Readonly<Record<string, [kinds: Kind[], ids: Record<string, number>, exitCode: number]>> = {
  git: [
    ['well', 'broken', 'well', 'crashing', 'dead', 'crashing'],
    { bf51b2e9: 0, '98d8ec35': 2, '6bfcad16': 3, '82cf9967': 5 },
    0,
  ],
  narrowed: [
    ['well', 'well', 'broken', 'dead', 'crashing', 'crashing'],
    { '04c48b1b': 0, '72dfc9e2': 1, f992ddf1: 2, '04c26a54': 3, a81fdc7c: 4, '97ed5b82': 5 },
    2,
  ],
}

for (const [name, [kinds, ids, wanted]] of Object.entries(bisections)) {
  void t.test(`bisect replay: the bisection '${name}' over a git history gives the same answer`, async t => {
    const { repo, commits } = await makeRepo(join(home, name), '/bin/false', kinds)
    /** What 0.1.0 wrote, about the commits of here and now. */
    const renamed = (file: string) =>
      read(`bisect/${name}.${file}`)
        .replaceAll(/\/home\/user\/git2?\/repo/g, repo)
        .replaceAll(/\b[0-9a-f]{40}\b/g, id => commits[ids[id.slice(0, 8)] ?? -1] ?? id)
    const log = join(home, `${name}.log`)
    writeFileSync(log, renamed('log.jsonl'))
    const { exitCode, stdout, stderr } = await run('bisect', 'replay', log, '--json')
    t.equal(exitCode, wanted, stderr)
    t.strictSame(essence(stdout), asNow(essence(renamed('report.json')) as Schema1))
  })
}
