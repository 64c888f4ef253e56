import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { judgeCase } from '../judge/verdict.ts'
import { runOf } from '../model/contract/observation.ts'
import type { CellResult } from '../model/contract/result.ts'
import type { Verdict } from '../model/contract/verdict.ts'
import { casesNamed } from '../plan/catalogue.ts'
import { readEvidence } from './evidence-folder.ts'
import { merged } from './merged.ts'
import { readResults, resumable } from './results-folder.ts'
import { parseDocument } from './results-text.ts'

/** What 0.1.0 stored: fixtures/0.1.0/README.md says what each file is. */
const golden = join(process.cwd(), 'fixtures', '0.1.0')
const read = (file: string) => readFileSync(join(golden, file), 'utf8')

/** Place in the plan, what was played, what came of it; then how much its journal observed. */
const cells = {
  results: [
    '1 reconnect 7.2.22 pass expected · 85',
    '2 reconnect 12.0.0 pass expected untried · 102',
    '4 debugcon 12.0.0 fail freeze expected untried · 722',
    '6 ringbuf 12.0.0 skip',
    '7 mended 7.2.22 pass unexpected · 62',
    '5 ringbuf 7.2.22 fail loss expected · 785',
    '3 debugcon 7.2.22 fail freeze expected · 1744',
    '8 mended 12.0.0 pass unexpected · 72',
    '11 throws 7.2.22 error · 115',
    '9 unknown-stuck 7.2.22 fail stuck unexpected · 349',
    '12 throws 12.0.0 error · 111',
    '10 unknown-stuck 12.0.0 fail stuck unexpected · 342',
    '13 unproven 7.2.22 inconclusive · 82',
    '14 unproven 12.0.0 inconclusive · 79',
    '15 doubled 7.2.22 fail loss expected · 72',
    '16 doubled 12.0.0 fail loss expected · 66',
  ],
  'shard-1': [
    '5 udp-read 7.2.22 (1) fail stuck expected · 369',
    '4 reconnect 11.1.3 (2) pass expected · 82',
    '7 udp-read 11.1.3 (1) pass expected · 339',
    '6 udp-read 7.2.22 (2) fail stuck expected · 360',
  ],
  'shard-2': [
    '2 reconnect 7.2.22 (2) pass expected · 79',
    '1 reconnect 7.2.22 (1) pass expected · 80',
    '3 reconnect 11.1.3 (1) pass expected · 84',
    '8 udp-read 11.1.3 (2) pass expected · 328',
  ],
  'cut-short': ['1 reconnect 7.2.22 pass expected · 85'],
}

for (const [folder, wanted] of Object.entries(cells)) {
  void t.test(`results of 0.1.0 in ${folder}: every cell, with its files`, async t => {
    const results = readResults(join(golden, folder))
    const told = results.cells.map(({ place, files, result }) => {
      const words = `${place} ${wordsOf(result)}`
      if (files === null) return words
      const { history, problem, commandLine, reproduction } = readEvidence(join(golden, folder, files))
      t.equal(problem, undefined)
      t.match(commandLine, /^\/home\/user\/\S+ /m)
      t.match(reproduction, /^ {4}\$ \/home\/user\//m)
      return `${words} · ${history.length}`
    })
    t.strictSame(told, wanted)
    t.equal(results.cutShort, folder === 'cut-short')
    t.equal(results.testRun.tool, 'chardev-fc 0.1.0')
    t.strictSame(results.testRun.machine, {
      ...{ os: 'Linux 6.1.0-56-amd64', arch: 'x64', cpus: 2, memoryBytes: 25276026880, node: '20.20.2' },
    })
  })
}

void t.test('a stored cell is unchanged: numbers, findings, freeze, sentences', async t => {
  const found = readResults(join(golden, 'results')).cells
  t.match(found.find(({ number }) => number === 7)?.result, {
    ...{ case: 'debugcon', accel: 'tcg', start: 'warm', seconds: 27.15 },
    because: /^the guest stopped 22\.5 s into the script .* the main loop waits for its lock \(futex\)$/,
    findings: [
      { name: 'played' },
      { name: 'stalled', outcome: 'pass' },
      { name: 'alive', symptom: 'freeze' },
    ],
    numbers: { acceptedBytes: 278, longestSilenceMs: { ssh: 2523, serial: 2539 } },
    freeze: { revived: true, revivedAfterMs: 16, qmpAnswered: false, waitingBytes: 278, thread: 'vCPU 0' },
  })
  t.match(found.find(({ number }) => number === 15)?.result, {
    because: 'lines 801 to 900 came again at offset 4500',
    numbers: { drainedBytes: 5500 },
  })
  t.match(found.find(({ number }) => number === 9)?.result, {
    file: '/home/user/cases/throws.mjs',
    because: '/home/user/cases/throws.mjs:11: the guest cannot run the command of job1 (status 127)',
  })
  const [first] = readResults(join(golden, 'shard-1')).cells
  t.match(readEvidence(join(golden, 'shard-1', first?.files ?? '')).script, /^#!\/bin\/sh\n/)
})

void t.test('the journals of 0.1.0 are judged as 0.1.0 judged them', async t => {
  for (const folder of Object.keys(cells)) {
    for (const { files, result } of readResults(join(golden, folder)).cells) {
      if (files === null) continue
      const { history } = readEvidence(join(golden, folder, files))
      const name = result.file === undefined ? result.case : join(golden, 'made-with', `${result.case}.mjs`)
      const [played] = await casesNamed([name])
      if (played === undefined) throw new Error(`no case ${name}`)
      t.equal(played.file?.sha256, runOf(history)?.file?.sha256)
      const verdict = judgeCase(played, history)
      // The guest itself writes twice there, which 0.1.0 called a loss.
      if (result.case === 'doubled') {
        t.match(verdict, {
          outcome: 'inconclusive',
          because: /repeated.* but it is not known how much was written/,
        })
      } else t.strictSame(essence(verdict, result), essence(result), `${folder}/${files}`)
    }
  }
})

void t.test('kept runs: one that froze, one whose harness was killed', async t => {
  const [debugcon] = await casesNamed(['debugcon'])
  if (debugcon === undefined) throw new Error('no case debugcon')
  const frozen = readEvidence(join(golden, 'runs/freeze')).history
  t.equal(frozen.length, 671)
  const verdict = JSON.parse(read('runs/freeze/verdict.json')) as Verdict
  t.strictSame(essence(judgeCase(debugcon, frozen), verdict), essence(verdict))
  const killed = readEvidence(join(golden, 'runs/killed')).history
  t.equal(killed.length, 321)
  t.match(judgeCase(debugcon, killed), {
    outcome: 'inconclusive',
    because: 'the journal breaks off before the end of the script',
  })
})

void t.test('shards are merged; results of 0.1.0 are read but not resumed', async t => {
  const parts = ['shard-2', 'shard-1'].map(path => ({ path, results: readResults(join(golden, path)) }))
  const whole = merged(parts)
  t.strictSame(
    whole.cells.map(({ cell }) => cell.place),
    [1, 2, 3, 4, 5, 6, 7, 8],
  )
  t.match(whole, { testRun: { plan: { cells: 8 } }, lacks: [] })

  const folder = t.testdir()
  cpSync(join(golden, 'cut-short'), folder, { recursive: true })
  t.throws(() => resumable(folder), /results of schema 1.*start a new test run/)
  t.equal(readResults(folder).cells.length, 1)
})

void t.test('the document of --json, and its results among the events of JSON Lines', async t => {
  const document = parseDocument(read('document.json'), 'document.json')
  t.equal(document?.schema, 1)
  const results = document?.results ?? []
  t.strictSame(results.map(wordsOf), [
    'reconnect 5.2.0 pass expected',
    'mux-nobody 5.2.0 fail crash expected',
    'pty-hangup 5.2.0 fail spin expected',
    'ringbuf 5.2.0 fail loss expected',
  ])
  t.equal(parseDocument(read('results/results.jsonl'), 'results.jsonl'), null)
  const events = read('events.jsonl')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as { event: string; result?: CellResult })
  t.equal(events.length, 25)
  const ended = events.flatMap(({ result }) => result ?? [])
  t.strictSame(
    results.map(({ case: id }) => ended.find(result => result.case === id)),
    results,
  )
})

function wordsOf({ case: played, qemu, repeat, outcome, symptom, expected, untried }: CellResult): string {
  const times = repeat === undefined ? [] : [`(${repeat})`]
  const surprise = expected === undefined ? [] : expected ? 'expected' : 'unexpected'
  const said = [outcome, symptom ?? [], surprise, untried ? 'untried' : []].flat()
  return [played, qemu.version, ...times, ...said].join(' ')
}

/** What a verdict says, without its sentences, and without what the other has not: expectations are added. */
function essence({ outcome, symptom, findings, numbers, freeze }: Verdict, other?: Verdict): object {
  const names = new Set((other?.findings ?? findings).map(({ name }) => name))
  const told = findings.filter(({ name }) => names.has(name)).map(({ name, outcome }) => [name, outcome])
  const measured = Object.entries(numbers).filter(([name]) => name in (other?.numbers ?? numbers))
  return { outcome, symptom, findings: told, numbers: Object.fromEntries(measured), freeze }
}
