import { constants, openSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { Backend, HostEnd, HostSide, Opening, Typed } from '../model/case/backend.ts'
import { isRecord } from '../model/contract/record.ts'
import { hostSide } from './host-end/host-side.ts'
import { RawEnd } from './host-end/raw-end.ts'
import { type ChardevInfo, queryChardev } from './shared/query-chardev.ts'

const { O_NOCTTY, O_NONBLOCK, O_RDWR } = constants
const askEveryMs = 50

/** A pty that QEMU creates; its path is asked over QMP. */
export function pty(): Backend {
  return {
    name: 'pty',
    needs: 'pty',
    options: (_, id) => ['-chardev', `pty,id=${id}`],
    address: () => null,
    typed: () => typed,
    prepare: async () => prepared(),
  }
}

function prepared(): HostSide {
  let info: ChardevInfo | null = null
  const look = async (opening: Opening) => (info ??= await queryChardev(opening, 'pty:'))
  return {
    ...hostSide(async opening => open(opening, await look(opening))),
    look: async opening => void (await look(opening)),
  }
}

/**
 * Resolves when QEMU has noticed the opening: it polls the pty once a second (chardev/char-pty.c, pty_chr_timer). One that
 * waits for a guest notices it only when the guest has come (seen on 7.2.22 and 11.1.3).
 */
async function open(opening: Opening, { label, filename }: ChardevInfo): Promise<HostEnd> {
  const input = openSync(filename.slice('pty:'.length), O_RDWR | O_NOCTTY | O_NONBLOCK)
  const end = new RawEnd({ input, output: () => input, endsWhenEmpty: true })
  if (opening.blindly) return end
  try {
    while ((await isNoticed(opening, label)) === false) {
      if (await waitsForGuest(opening)) break
      await delay(askEveryMs)
    }
  } catch (error) {
    end.close()
    throw error
  }
  return end
}

async function isNoticed({ monitor, signal }: Opening, label: string): Promise<boolean | null> {
  signal.throwIfAborted()
  const qtree = { 'command-line': 'info qtree' }
  return hostIsOn(String(await monitor.execute('human-monitor-command', qtree, { signal })), label)
}

async function waitsForGuest({ monitor, signal }: Opening): Promise<boolean> {
  const answer = await monitor.execute('query-status', {}, { signal })
  return isRecord(answer) && answer['status'] === 'inmigrate'
}

const typed: Typed = {
  prepare: [],
  asks: true,
  open: [
    '>>> import os',
    '>>> pty = next(c["filename"][4:] for c in ask("query-chardev") if c["filename"].startswith("pty:"))',
    '>>> sock = os.open(pty, os.O_RDWR | os.O_NOCTTY)',
  ],
  receive: bytes => `os.read(sock, ${bytes})`,
  send: bytes => [`>>> os.write(sock, ${bytes})`],
  endWriting: [],
  close: ['>>> os.close(sock)'],
}

/**
 * Whether QEMU considers the host connected to the virtio-serial port on a chardev, as the monitor's `info qtree` says
 * it (hw/char/virtio-serial-bus.c, virtser_bus_dev_print); null where the chardev has no such port.
 */
export function hostIsOn(qtree: string, label: string): boolean | null {
  const devices = qtree.split(/^\s*dev: /m)
  const device = devices.find(text => text.includes(`chardev = "${label}"`))
  const state = /^\s*port \d+, guest (?:on|off), host (on|off)/m.exec(device ?? '')?.[1]
  return state === undefined ? null : state === 'on'
}
