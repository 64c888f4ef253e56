import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { paths } from '../../src/cli/paths.ts'
import { parseJournal } from '../../src/judge/journal-text.ts'
import { chardevFc } from '../support/command.ts'
import { equipment } from '../support/guest.ts'
import { processesWith, until } from '../support/processes.ts'
import { leftNothing, type Running, runsIn, start } from '../support/running.ts'

/** What a command is told to play, and what it says when it is there. */
const phases: Record<string, { args: readonly string[]; words: string }> = {
  'the boot': { args: ['unix-server', '--cold'], words: 'booting the guest' },
  'the restore': { args: ['unix-server'], words: 'booting the guest' },
  ssh: { args: ['unix-server'], words: 'waiting for heartbeats' },
  'the stall': { args: ['unix-server'], words: 'host idles' },
  'the drain': { args: ['unix-server'], words: 'peer1 reading' },
  'a freeze': { args: ['debugcon'], words: 'no beat on either path' },
  'the revival': { args: ['debugcon'], words: 'whether the guest comes back' },
  'several at a time': { args: ['udp-read', 'unix-server', '-j', '2'], words: 'host idles' },
}

/** Each a way to end the command, and the codes that it may end with (130 and the like; a finished run was quicker). */
const ends: Record<string, (running: Running) => void> = {
  'SIGINT once': ({ child }) => void child.kill('SIGINT'),
  // As the terminal and npm send it, and as a terminal that closes does.
  'SIGINT twice': twice('SIGINT'),
  'SIGHUP twice': twice('SIGHUP'),
  SIGTERM: ({ child }) => void child.kill('SIGTERM'),
}

function twice(signal: NodeJS.Signals) {
  return ({ child }: Running) => {
    child.kill(signal)
    setTimeout(() => child.kill(signal), 20)
  }
}

for (const [phase, { args, words }] of Object.entries(phases)) {
  for (const [name, end] of Object.entries(ends)) {
    void t.test(`${name} during ${phase}`, async t => {
      await equipment()
      const running = start(t, ['run', ...args, '--verbose'])
      await running.printed(words)
      end(running)
      const { code, signal } = await running.ended
      // The second signal may come when Node has already let go of its handlers.
      const isLate = name === `${signal} twice`
      t.ok([129, 130, 143, 0].includes(code ?? -1) || isLate, `exit code ${code}`)
      leftNothing(t, running)
    })
  }
  void t.test(`kill -9 during ${phase}`, async t => {
    await equipment()
    const running = start(t, ['run', ...args, '--verbose'])
    await running.printed(words)
    running.child.kill('SIGKILL')
    await running.ended
    await until(() => processesWith(running.temp).length === 0, 'QEMU and all helpers were gone')
    for (const run of runsIn(running.state)) {
      const journal = join(running.state, 'chardev-fc', 'runs', run, 'journal.jsonl')
      t.doesNotThrow(() => parseJournal(readFileSync(journal, 'utf8')), 'the journal is readable')
    }
    await cleanedUpByTheNext(t, running)
  })
}

/** What a command that was ended at once leaves is gone after the next one, whatever that does. */
async function cleanedUpByTheNext(t: Test, { state, temp }: Running): Promise<void> {
  await chardevFc(['run', 'never-connects'], { XDG_STATE_HOME: state, TMPDIR: temp })
  t.same(readdirSync(temp), [], 'no temp folder')
  t.same(runsIn(state), [], 'no run directory')
}

for (const [phase, words, code] of [
  ['the restore', 'booting the guest', 0],
  ['the script', 'host idles', 1],
] as const) {
  void t.test(`kill -9 of QEMU during ${phase}`, async t => {
    await equipment()
    const running = start(t, ['run', 'unix-server', '--verbose'])
    await running.printed(words)
    let pids: string[] = []
    await until(() => {
      pids = processesWith(running.temp).filter(pid => pid !== String(running.child.pid))
      return pids.length > 0
    }, 'QEMU had started')
    for (const pid of pids) process.kill(Number(pid), 'SIGKILL')
    const ended = await running.ended
    t.equal(ended.code, code, running.output())
    t.same(processesWith(running.temp), [])
    t.same(readdirSync(running.temp), [])
  })
}

void t.test('two commands at once that share a cache without snapshots', async t => {
  await equipment()
  const { cache } = paths(process.env)
  const home = mkdtempSync(join(tmpdir(), 'cfc-cache-'))
  t.teardown(() => rmSync(home, { recursive: true }))
  const copy = join(home, 'chardev-fc')
  cpSync(cache, copy, {
    recursive: true,
    filter: path => !/\/(snapshots|tmp|disks)$/.test(path),
    verbatimSymlinks: true,
  })
  const both = [0, 1].map(() => start(t, ['run', 'unix-server'], { env: { XDG_CACHE_HOME: home } }))
  for (const running of both) {
    const { code } = await running.ended
    t.equal(code, 0, running.output())
    leftNothing(t, running)
  }
  t.equal(readdirSync(join(copy, 'snapshots')).length, 1, 'one snapshot')
  t.same(readdirSync(join(copy, 'tmp')), [], 'nothing half-made')
})

/** Runs a command with a disk of 64 KiB at a folder, as root or in a user namespace; null where neither may mount. */
function smallDisk(folder: string): readonly string[] | null {
  const mount = ['sh', '-c', 'mount -t tmpfs -o size=64k none "$0" && exec "$@"', folder]
  const ways = [[], ['--map-root-user']].map(options => ['unshare', '--mount', ...options, ...mount])
  return ways.find(([file = '', ...args]) => spawnSync(file, [...args, 'true']).status === 0) ?? null
}

const place = mkdtempSync(join(tmpdir(), 'cfc-disk-'))
t.teardown(() => rmSync(place, { recursive: true }))
const under = smallDisk(place)

void t.test(
  'a full disk',
  { skip: under === null && 'neither root nor a user namespace may mount' },
  async t => {
    await equipment()
    for (const [where, variable] of [
      ['run directories', 'XDG_STATE_HOME'],
      ['sockets and temp files', 'TMPDIR'],
    ] as const) {
      const running = start(t, ['run', 'unix-server'], { env: { [variable]: place }, under: under ?? [] })
      const { code } = await running.ended
      const said = running.output()
      t.ok([0, 69].includes(code ?? -1), `${where}: exit code ${code}: ${said}`)
      t.notMatch(said, /\n\s+at /, `${where}: no stack`)
      await until(() => processesWith(place).length === 0, `${where}: all processes were gone`)
    }
  },
)
