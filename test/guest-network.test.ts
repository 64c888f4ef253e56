import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { fileIdentity } from '../src/qemu/binary/file-identity.ts'
import type { Stage } from '../src/verbs/stage.ts'
import { caseNamed, equipment, playOn } from './support/guest.ts'
import { newHome } from './support/running.ts'

// Takes out what forbids the guest to reach the host, as it has to be before QEMU 1.6.0.
const unrestricted = (qemu: string) => `#!/bin/sh
for word; do
  shift
  case $word in user,id=n0,restrict=on,*) word=user,id=n0,\${word#user,id=n0,restrict=on,} ;; esac
  set -- "$@" "$word"
done
exec '${qemu}' "$@"
`

void t.test('the guest reaches nothing of the host, though QEMU would let it', async t => {
  const home = newHome(t)
  const testBed = await equipment()
  const path = join(home, 'qemu')
  writeFileSync(path, unrestricted(testBed.qemu.path), { mode: 0o755 })
  let connections = 0
  const server = createServer(socket => {
    connections++
    socket.end('here\n')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const reach = async (before: string) => {
    const said: string[] = []
    const result = await playOn(
      { ...testBed, qemu: { ...testBed.qemu, path, identity: await fileIdentity(path) } },
      {
        ...(await caseNamed('unix-server')),
        expect: [],
        async script({ guest }: Stage) {
          const job =
            await guest.start`${before} nc -w 5 10.0.2.2 ${String(address.port)} </dev/null 2>&1; true`
          await job.exit(0)
        },
      },
      {
        ...{ runs: home, keep: false, signal: new AbortController().signal },
        observed: (_, fact) => {
          if (fact.kind === 'job' && fact.event === 'said') said.push(fact.text)
        },
      },
    )
    t.equal(result.outcome, 'pass', result.because)
    return said
  }
  t.match(await reach(':;'), [/Network is unreachable/])
  t.equal(connections, 0)
  t.same(await reach('ip route add 10.0.2.2 dev eth0;'), ['here'], 'with a way out the test sees it')
  t.equal(connections, 1)
})
