import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { ourselves, ownerName } from '../src/cache/owner.ts'
import { noNamespace } from '../src/cache/pid-namespace.fixture.ts'
import type { Case } from '../src/model/case/case.ts'
import { InfraError } from '../src/model/errors.ts'
import type { Stage } from '../src/verbs/stage.ts'
import { chardevFc } from './support/command.ts'
import { caseNamed, equipment, play } from './support/guest.ts'
import { held } from './support/held.ts'
import { processesWith, until } from './support/processes.ts'
import { leftNothing, newHome, runsIn, start } from './support/running.ts'

for (const [phase, words] of [
  ['restore', 'booting the guest'],
  ['script', 'host idles'],
] as const) {
  for (const [name, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    void t.test(`${name} during the ${phase} leaves nothing`, async t => {
      await equipment()
      const running = start(t, ['run', 'unix-server', '--verbose'])
      await running.printed(words)
      running.child.kill(name)
      t.match(await running.ended, { code, signal: null })
      leftNothing(t, running)
    })
  }
}

void t.test('kill -9 takes QEMU along, and the next run cleans up the rest, and only that', async t => {
  await equipment()
  const running = start(t, ['run', 'unix-server', '--verbose'])
  await running.printed('host idles')
  running.child.kill('SIGKILL')
  await running.ended
  await until(() => processesWith(running.temp).length === 0, 'QEMU was gone')
  t.equal(runsIn(running.state).length, 1, 'the journal is still there')
  const [left] = runsIn(running.state)
  const journal = readFileSync(join(running.state, 'chardev-fc', 'runs', left ?? '', 'journal.jsonl'), 'utf8')
  for (const line of journal.trimEnd().split('\n')) t.doesNotThrow(() => JSON.parse(line))
  mkdirSync(join(running.temp, 'not-ours'))
  const env = { XDG_STATE_HOME: running.state, TMPDIR: running.temp }
  const next = await chardevFc(['run', 'unix-server'], env)
  t.equal(next.exitCode, 0, next.stderr)
  t.match(next.stderr, /Cleaned up after a killed run/)
  t.same(readdirSync(running.temp), ['not-ours'])
  t.same(runsIn(running.state), [])
})

void t.test('what cannot be removed stops no command', { skip: noNamespace }, async t => {
  const home = newHome(t)
  const dead = `${ownerName({ ...ourselves(), startTime: '1' })}.aaaaaa`
  const left = ['cache/chardev-fc/tmp', 'state/chardev-fc/runs', 'state/chardev-fc/hunts'].map(place =>
    join(home, place, place.startsWith('cache') ? dead : `.${dead}`),
  )
  for (const path of left) mkdirSync(path, { recursive: true })
  // Nobody, root neither, can remove a mount point.
  const mounts = left.map(path => `mount -t tmpfs none '${path}'`).join('\n')
  const under = ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-ec', `${mounts}\nexec "$@"`, 'sh']
  const env = { XDG_CACHE_HOME: join(home, 'cache') }
  const running = start(t, ['run', 'null', '--qemu', '/bin/true'], { home, env, under })
  t.equal((await running.ended).code, 64, running.output())
  t.match(running.output(), /--version prints/)
})

void t.test('a run that is as expected leaves nothing', async t => {
  await equipment()
  const running = start(t, ['run', 'unix-server'])
  t.match(await running.ended, { code: 0, signal: null })
  leftNothing(t, running)
})

void t.test('a run that fails amid its script gives back a peer that never read', async t => {
  const client = await caseNamed('unix-client')
  const unread: Case<Stage> = {
    ...client,
    async script({ host }) {
      await host.open()
      await host.idle('for 2 beats')
    },
  }
  await equipment()
  const before = held()
  const errors = ['the script fails', 'before any peer has finished']
  const { result } = await play(unread, fact => {
    const isDue = fact.kind === 'cut' || (fact.kind === 'step' && fact.edge === 'end' && fact.step === 2)
    const problem = isDue ? errors.shift() : undefined
    if (problem !== undefined) throw new InfraError(problem)
  })
  t.match(result, { outcome: 'error', because: 'the script fails' })
  t.same(errors, [], 'both came')
  t.same(held(), before)
})
