import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { inNamespace, noNamespace } from '../src/cache/pid-namespace.fixture.ts'
import { equipment } from './support/guest.ts'
import { newHome, type Running, runsIn, start } from './support/running.ts'

/** What a run has while it lives: its run directory, and its sockets, of which QEMU's is one. */
function folders({ state, temp }: Running): string[] {
  const sockets = readdirSync(temp).filter(name => name.startsWith('cfc-'))
  return [...runsIn(state), ...sockets.flatMap(name => [name, ...readdirSync(join(temp, name))])].sort()
}

for (const [where, first, second] of [
  ['in a container', [], inNamespace([])],
  ['outside of the container', inNamespace([]), []],
] as const) {
  void t.test(`a run is left alone by a command ${where}`, { skip: noNamespace }, async (t: Test) => {
    await equipment()
    const home = newHome(t)
    const running = start(t, ['run', 'unix-server', '--verbose'], { home, under: first })
    await running.printed('host idles')
    const before = folders(running)
    t.match(before, [/qmp|cfc-/, /./], 'there is something to remove')
    // It cleans up, and then finds that this is no QEMU.
    const other = start(t, ['run', 'unix-server', '--qemu', '/bin/true'], { home, under: second })
    t.equal((await other.ended).code, 64, other.output())
    t.same(folders(running), before)
    t.notMatch(other.output(), /Cleaned up/)
    t.equal((await running.ended).code, 0, running.output())
    t.same(folders(running), [])
  })
}

void t.test('results that a run in a container writes are locked', { skip: noNamespace }, async t => {
  await equipment()
  const home = newHome(t)
  const args = ['matrix', 'unix-server', '--verbose', '--results', join(home, 'results')]
  const running = start(t, args, { home, under: inNamespace([]) })
  await running.printed('host idles')
  const other = start(t, [...args, '--resume'], { home })
  t.equal((await other.ended).code, 64)
  t.match(other.output(), /is in use by process \d+ in another container or on another host/)
  t.equal((await running.ended).code, 0, running.output())
  t.match(readFileSync(join(home, 'results', 'results.jsonl'), 'utf8'), /"outcome":"pass"/)
})
