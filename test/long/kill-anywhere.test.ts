import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { missingPrograms } from '../../images/packages/missing-programs.ts'
import { noNamespace } from '../../src/cache/pid-namespace.fixture.ts'
import { building, makeRepo } from '../support/bisect-repo.ts'
import { cacheIn } from '../support/cache-in.ts'
import { equipment } from '../support/guest.ts'
import { type Mirror, startMirror } from '../support/mirror.ts'
import { withKvmDevice, withMirror } from '../support/namespaces.ts'
import { until } from '../support/processes.ts'
import { newHome, runsIn, start } from '../support/running.ts'
import { seeded } from '../trials/random.ts'

/** A command, and about how long it takes, ms: it is killed at a random moment of that. */
interface Victim {
  readonly args: readonly string[]
  readonly tookMs: number
  readonly under?: readonly string[]
}

// $KILLS and $SEED: how often, and when.
const kills = Number(process.env['KILLS'] ?? 28)
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
const random = seeded(seed)
const shared = ['images', 'boot', 'identity', 'qemu', 'snapshots']
const { qemu } = await equipment()
const kvmDevice = withKvmDevice()
const hasApt = (await missingPrograms(['apt-get', 'dpkg-deb'])).length === 0 && !noNamespace

const victims: Record<string, (home: string, t: Test) => Promise<Victim>> = {
  'a run from a snapshot': async () => ({ args: ['run', 'unix-server', '--qemu', qemu.path], tookMs: 6000 }),
  'a run from the boot': async () => ({
    args: ['run', 'debugcon', 'unix-server', '--cold', '-j', '2', '--qemu', qemu.path],
    tookMs: 12_000,
  }),
  'a run behind a wrapper': async home => ({
    args: ['run', 'unix-server', '--cold', '--qemu', script(home, `'${qemu.path}' "$@"; exit $?`)],
    tookMs: 8000,
  }),
  'a run behind a wrapper with a session of its own': async home => ({
    args: ['run', 'unix-server', '--cold', '--qemu', script(home, `setsid -w '${qemu.path}' "$@"; exit $?`)],
    tookMs: 8000,
  }),
  bisect: async home => {
    const { repo, commits } = await makeRepo(home, qemu.path, ['well', 'lossy'])
    const ends = ['--good', commits[0] ?? '', '--bad', 'HEAD', '--repo', repo]
    const [option, command, ...rest] = building
    return {
      args: ['bisect', 'reconnect', ...ends, option, `sleep 1 & ${command}; wait`, ...rest],
      tookMs: 9000,
    }
  },
  ...(kvmDevice === null
    ? {}
    : {
        'the KVM trial': async home => {
          const hangs = `case "$*" in *pc,accel=kvm*) sleep 77; exit 1;; esac; exec '${qemu.path}' "$@"`
          return { args: ['run', 'null', '--qemu', script(home, hangs)], tookMs: 4000, under: kvmDevice }
        },
      }),
  ...(hasApt
    ? {
        'image build': async (_, t) => ({
          args: ['image', 'build'],
          ...{ tookMs: 4000, under: withMirror(await slowMirror(t)) },
        }),
        'qemu install': async (_, t) => ({
          args: ['qemu', 'install', 'native'],
          ...{ tookMs: 6000, under: withMirror(await slowMirror(t)) },
        }),
      }
    : {}),
}

let slowestMs = 0
/** As long as a killed QEMU may take on a busy host. */
const mostMs = 60_000

for (let kill = 1; kill <= kills; kill++) {
  const names = Object.keys(victims)
  const name = names[kill % names.length] ?? ''
  void t.test(`seed ${seed}, kill ${kill}: ${name}`, async t => {
    const home = newHome(t)
    const victim = await victims[name]?.(home, t)
    if (victim === undefined) return
    const afterMs = random.between(0, victim.tookMs)
    const mark = `KILLED_HERE=${process.pid}.${seed}.${kill}.`
    const env = { XDG_CACHE_HOME: cacheIn(home, shared), KILLED_HERE: mark.slice(mark.indexOf('=') + 1) }
    const running = start(t, victim.args, { home, env, under: victim.under ?? [] })
    await Promise.race([delay(afterMs), running.ended])
    running.child.kill('SIGKILL')
    const killed = performance.now()
    await until(
      () => processesOf(mark).length === 0,
      () => `these had ended: ${processesOf(mark).join('; ')}`,
    )
    const goneMs = Math.round(performance.now() - killed)
    slowestMs = Math.max(slowestMs, goneMs)
    const said = running.output().trimEnd().split('\n').at(-1)
    t.comment(`killed after ${afterMs} ms (${said}); all gone ${goneMs} ms later`)
    // It cleans up, and then finds that this is no QEMU.
    const next = start(t, ['run', 'null', '--qemu', '/bin/true'], { home, env })
    t.equal((await next.ended).code, 64, next.output())
    t.same(readdirSync(running.temp), [], 'no temp folder')
    t.same(readdirSync(join(home, 'cache', 'chardev-fc', 'tmp')), [], 'nothing half-made in the cache')
    t.same(runsIn(running.state), [], 'no run directory')
    t.same(bisectionRuns(running.state), [], 'no run directory of a bisection')
  })
}

void t.test('all had ended soon after each kill', async t =>
  t.ok(slowestMs < mostMs, `at most ${slowestMs} ms later`),
)

/** A mirror that sends slowly, so that apt is busy for a while. */
async function slowMirror(t: Test): Promise<Mirror> {
  const mirror = await startMirror(t)
  for (const end of ['InRelease', 'Packages', '.deb'])
    mirror.spoil(end, (content, response) => void sendSlowly(content, response))
  return mirror
}

async function sendSlowly(content: Buffer, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-length': content.length })
  for (let at = 0; at < content.length; at += content.length / 8) {
    response.write(content.subarray(at, at + content.length / 8))
    await delay(100)
  }
  response.end()
}

function script(home: string, text: string): string {
  const path = join(home, 'qemu')
  writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 })
  return path
}

/** The processes with this in their environment, with their command lines. */
function processesOf(mark: string): string[] {
  return readdirSync('/proc')
    .filter(pid => /^\d+$/.test(pid) && read(`/proc/${pid}/environ`).includes(mark))
    .map(pid => `${pid} ${read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')}`)
}

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}

function bisectionRuns(state: string): string[] {
  const all = join(state, 'chardev-fc', 'hunts')
  if (!existsSync(all)) return []
  return readdirSync(all).flatMap(id => {
    const runs = join(all, id, 'runs')
    return id.startsWith('.') ? [id] : existsSync(runs) ? readdirSync(runs) : []
  })
}
