import { allPortsScript } from '../model/case/port-script.ts'
import { InfraError } from '../model/errors.ts'
import { shellWord } from '../model/value/shell-word.ts'
import type { Ssh } from './ssh.ts'
import { UnusableGuest } from './unusable-guest.ts'

/** The scripts that control a guest, as in our own image: text by name. */
export type Tools = Readonly<Record<string, string>>

/** What to set up in a guest. */
export interface GuestSetup {
  readonly tools: Tools
  /** The devices that must exist. */
  readonly ports: readonly string[]
  readonly beatEveryMs: number
  /** Whether the guest must isolate itself from the host and its network, because QEMU cannot. */
  readonly isOpen: boolean
}

/** As in our own image. */
const folder = '/usr/lib/chardev-fc'

/**
 * Prepares a guest other than our image: installs the scripts, waits for the port, and starts the heartbeat on ttyS1,
 * which needs no ssh connection. Throws UnusableGuest, one line, for what the guest lacks.
 */
export async function prepareGuest(
  ssh: Ssh,
  { tools, ports, beatEveryMs, isOpen }: GuestSetup,
  signal: AbortSignal,
): Promise<void> {
  const must = async (command: string, complaint: string) => {
    const { code, stderr } = await ssh.run(command, signal)
    if (code === null)
      throw new InfraError('ssh to the guest: the connection broke during the setup of the guest')
    const text = stderr.replace(/[^\x20-\x7e]+/g, ' ').trim()
    if (code !== 0)
      throw new UnusableGuest(text === '' ? complaint : `${complaint} (stderr: ${text.slice(-200)})`)
  }
  await must(
    'true',
    'commands in the guest must run as root: log in as root, or let the user sudo without a password',
  )
  if (isOpen) {
    await must(
      closeNetwork,
      'QEMU before 1.6.0 cannot isolate the guest from the network, and the guest lacks iproute2 to do it itself: install iproute2 in the guest',
    )
  }
  await must(install(tools), `cannot write our scripts to ${folder} in the guest: make it writable for root`)
  if (ports.length > 0) {
    const named = ports.length === 1 ? ports.join() : 'port of that name'
    await must(waitFor(ports), `the guest has no ${named}: its kernel needs the driver virtio_console`)
  }
  await must(
    beatOnSerial(beatEveryMs),
    'the guest has no second serial port, /dev/ttyS1: its kernel needs the 8250 driver with at least two ports',
  )
}

/** As the init of our image does: only packets from the guest's own address have a route to the host. */
const closeNetwork = `
  ! ip rule | grep -q 'from 10.0.2.15 ' || exit 0
  device=$(ip route get 10.0.2.2 | sed -n 's/.* dev \\([^ ]*\\).*/\\1/p')
  ip route add 10.0.2.2 dev "$device" table 1 && ip rule add from 10.0.2.15 table 1 && ip route flush table main`

function install(tools: Tools): string {
  const names = Object.keys(tools).map(shellWord).join(' ')
  const files = Object.entries(tools).map(
    ([name, text]) => `cat > ${shellWord(name)} <<'chardev-fc'\n${text.trimEnd()}\nchardev-fc`,
  )
  return [
    'set -e',
    `mkdir -p ${folder}`,
    `cd ${folder}`,
    'rm -f never',
    'mkfifo never',
    ...files,
    // dash forks for every pause.
    `if [ -x /bin/bash ]; then sed -i '1s,/bin/sh,/bin/bash,' ${names}; fi`,
    `chmod 755 ${names}`,
  ].join('\n')
}

/** udev creates the port's name once it has loaded the driver, which may be after sshd has started. */
function waitFor(ports: readonly string[]): string {
  return `modprobe -q virtio_console 2>/dev/null
    ${allPortsScript(ports)}`
}

/** Without nohup, which redirects output away from terminals, and ttyS1 is one. */
function beatOnSerial(everyMs: number): string {
  return `stty -F /dev/ttyS1 115200 raw -echo || exit
    (trap '' HUP; exec ${folder}/beat ${everyMs / 1000}) </dev/null >/dev/ttyS1 2>/dev/null &`
}
