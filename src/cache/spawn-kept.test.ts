import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { endMarked } from './marked-processes.ts'
import { spawnKept } from './spawn-kept.ts'

/** The file beside this one, .js where the tests run built. */
const module = import.meta.url.replace(/\.test(\.[jt]s)$/, '$1')

/** A process that starts `sh -c SCRIPT` by `spawnKept`; the script writes `ready` when it is there. */
async function starter(folder: string, script: string): Promise<ChildProcess> {
  const argv = JSON.stringify(['-c', script])
  const text = `import { spawnKept } from '${module}'
    spawnKept('sh', ${argv}, { cwd: ${JSON.stringify(folder)}, stdio: 'ignore' })
    setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', text], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  while (!existsSync(join(folder, 'ready'))) await sleep(5)
  return child
}

/** What the program does before it is a sleep of its own length: each is found by that. */
const wrappers: Record<string, (seconds: number) => string> = {
  'the program itself': seconds => `exec sleep ${seconds}`,
  'a wrapper that does not exec': seconds => `sleep ${seconds}; exit 0`,
  'a wrapper that leaves the group': seconds => `setsid -w sleep ${seconds}; exit 0`,
  'a wrapper that clears the environment': seconds => `env -i /bin/sleep ${seconds}; exit 0`,
  // It has left the group before the group ends with its leader.
  'a daemon': seconds =>
    `(setsid sh -c 'touch up; exec sleep ${seconds}' &); until [ -e up ]; do sleep 0.01; done; exit 0`,
}

for (const [index, [name, script]] of Object.entries(wrappers).entries()) {
  for (const end of ['SIGKILL', 'SIGTERM'] as const) {
    void t.test(`${name} ends with us, by ${end}`, async t => {
      const folder = t.testdir()
      const seconds = 1e6 + process.pid * 100 + index * 10 + (end === 'SIGKILL' ? 0 : 1)
      const we = await starter(folder, `touch ready; ${script(seconds)}`)
      await until(() => sleeping(seconds) === 1)
      we.kill(end)
      await once(we, 'exit')
      await until(() => sleeping(seconds) === 0)
      t.pass()
    })
  }
}

void t.test('a group ends with its leader, and nothing else does', async t => {
  const seconds = 1e6 + process.pid * 100 + 90
  const { child } = spawnKept('sh', ['-c', `sleep ${seconds} & exit 3`], { stdio: 'ignore' })
  t.same(await once(child, 'exit'), [3, null])
  await until(() => sleeping(seconds) === 0)
  const { child: other, mark } = spawnKept('sleep', [String(seconds)], { stdio: 'ignore' })
  await until(() => sleeping(seconds) === 1)
  endMarked(mark.slice(0, -1))
  endMarked(`${mark}.1`)
  endMarked(mark.replace(/\d+$/, number => `${number}0`))
  t.equal(sleeping(seconds), 1, 'a mark is not the beginning of another number')
  const ended = once(other, 'exit')
  endMarked(mark)
  t.same(await ended, [null, 'SIGKILL'])
  await until(() => endMarked(mark).length === 0)
})

void t.test('a keeper that was killed is replaced at once', async t => {
  const folder = t.testdir()
  const seconds = 1e6 + process.pid * 100 + 91
  const text = `import { spawnKept } from '${module}'
    spawnKept('sleep', ['${seconds}'], { stdio: 'ignore' })`
  writeFileSync(join(folder, 'starter.mjs'), text)
  const we = spawn(process.execPath, [join(folder, 'starter.mjs')], { stdio: 'inherit' })
  await until(() => sleeping(seconds) === 1 && keeperOf(we) !== null)
  const keeper = keeperOf(we) ?? 0
  process.kill(keeper, 'SIGKILL')
  await until(() => keeperOf(we) !== keeper && keeperOf(we) !== null)
  we.kill('SIGKILL')
  await until(() => sleeping(seconds) === 0)
  t.pass()
})

function keeperOf({ pid }: ChildProcess): number | null {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(' ')
  return children.map(Number).find(child => commandLine(String(child)).includes('cfc-keeper')) ?? null
}

/** How many processes are this sleep. */
function sleeping(seconds: number): number {
  return (
    readdirSync('/proc').filter(pid => commandLine(pid) === `sleep\0${seconds}\0`).length +
    readdirSync('/proc').filter(pid => commandLine(pid) === `/bin/sleep\0${seconds}\0`).length
  )
}

function commandLine(pid: string): string {
  try {
    return /^\d+$/.test(pid) ? readFileSync(`/proc/${pid}/cmdline`, 'latin1') : ''
  } catch {
    return ''
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(10)
}
