import { readFileSync } from 'node:fs'
import t from 'tap'
import { guestTools } from '../../src/cli/guest/guest-tools.ts'
import { testBed } from '../../src/cli/guest/test-bed.ts'
import { connectWithRetries } from '../../src/guest/connect-with-retries.ts'
import { prepareGuest } from '../../src/guest/prepare-guest.ts'
import { UnusableGuest } from '../../src/guest/unusable-guest.ts'
import type { History } from '../../src/model/contract/observation.ts'
import { usualLimits } from '../../src/model/limits.ts'
import { Journal } from '../../src/run/journal.ts'
import { Lease } from '../../src/run/lease.ts'
import { RunDirectory } from '../../src/run/run-directory.ts'
import { bringUpGuest } from '../../src/run/start/bring-up-guest.ts'
import { sshdPort } from '../support/debian/root.ts'
import { caseNamed, qemuPid } from '../support/guest.ts'
import { ownDisk } from '../support/own-disk.ts'

void t.test('a guest that cannot be used as it is says what it lacks', async t => {
  const disk = await ownDisk(t)
  if (disk === null) return
  const { signal } = new AbortController()
  const privateKey = readFileSync(disk.key, 'utf8')
  const tools = await guestTools()
  const refusal = async (port: number, user: string, device: string | null) => {
    using ssh = await connectWithRetries({ port, user, privateKey, hostPublicKey: null }, signal)
    const refused = await prepareGuest(
      ssh,
      { tools, ports: device === null ? [] : [device], beatEveryMs: 100, isOpen: false },
      signal,
    ).catch(error => error)
    t.ok(refused instanceof UnusableGuest, String(refused))
    return String(refused.message)
  }
  const unixServer = await caseNamed('unix-server')
  const options = { image: disk.qcow2, sshUser: 'tester', sshKey: disk.key, sshPort: String(sshdPort) }
  const guest = await testBed({ accel: 'auto', ...options }, () => undefined, signal)
  using directory = new RunDirectory(t.testdir(), 'lacking')
  using journal = new Journal(directory.file('journal.jsonl'))
  await using lease = new Lease()
  const chardev = unixServer.chardev.options(
    { path: name => directory.socket(name), port: 0 },
    'foo',
    guest.qemu,
  )
  const cell = { case: unixServer, overallMs: 0, ...guest }
  const { ssh } = await bringUpGuest({
    cell,
    directory,
    journal,
    lease,
    limits: usualLimits,
    chardev,
    signal,
  })
  const port = sshPort(journal.history)
  const refusals = [
    await refusal(port, 'visitor', null),
    await refusal(port, 'tester', '/dev/virtio-ports/other'),
  ]
  await ssh.run('mv /dev/ttyS1 /dev/hidden', signal)
  refusals.push(await refusal(port, 'tester', null))
  await ssh.run('mount --bind /usr /usr && mount -o remount,bind,ro /usr', signal)
  refusals.push(await refusal(port, 'tester', null))
  t.match(refusals, [
    /run as root: .* sudo without a password \(stderr: .*\)$/,
    /no \/dev\/virtio-ports\/other: its kernel needs the driver virtio_console$/,
    /\/dev\/ttyS1: .* \(stderr: stty: .*\)$/,
    /cannot write our scripts to \/usr\/lib\/chardev-fc in the guest: .* \(stderr: .*\)$/,
  ])
  for (const words of refusals) t.notMatch(words, /\n/, 'one line')
})

/** The port of the host that leads to the sshd of the QEMU that runs. */
function sshPort(history: History): number {
  const command = readFileSync(`/proc/${qemuPid(history)}/cmdline`, 'latin1')
  return Number(/hostfwd=tcp:127\.0\.0\.1:(\d+)/.exec(command)?.[1])
}
