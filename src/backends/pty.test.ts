import { closeSync, constants, openSync, readSync } from 'node:fs'
import { createRequire } from 'node:module'
import { setTimeout as delay } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { Monitor } from '../model/case/backend.ts'
import type { Json } from '../model/contract/observation.ts'
import { opening } from './host-end/opening.fixture.ts'
import { place } from './host-end/place.fixture.ts'
import { hostIsOn, pty } from './pty.ts'

/** What we use of node-pty, whose own types are no module under nodenext. */
interface Terminal {
  onData(listener: (text: string) => void): { dispose(): void }
  write(text: string): void
  kill(signal: string): void
}
const { spawn } = createRequire(import.meta.url)('node-pty') as {
  spawn(file: string, args: string[], options: object): Terminal
}

/** A real pty in raw mode: its master is node-pty's, as QEMU's would be; a sleeping program keeps it open. */
async function realPty(t: Test) {
  const master = spawn('sh', ['-c', 'stty raw -echo; echo; tty; exec sleep 60'], {})
  t.teardown(() => master.kill('SIGKILL'))
  let said = ''
  const path = await new Promise<string>(resolve => {
    const listening = master.onData(text => {
      said += text
      const found = /\/dev\/pts\/\d+(?=\s)/.exec(said)?.[0]
      if (found === undefined) return
      listening.dispose()
      resolve(found)
    })
  })
  return { master, path }
}

/** A monitor that answers as QEMU 7.2 does, when its pty is at this path and is noticed at the third look. */
function monitorOf(path: string) {
  let looks = 0
  const answers: { readonly [command: string]: () => Json } = {
    'query-chardev': () => [
      { filename: 'unix:/tmp/qmp,server=on', label: 'compat_monitor0' },
      { filename: `pty:${path}`, label: 'foo' },
    ],
    'human-monitor-command': () => qtree(++looks >= 3 ? 'on' : 'off'),
  }
  return {
    execute: (command: string) => Promise.resolve(answers[command]?.() ?? null),
    looks: () => looks,
  }
}

const qtree = (host: 'on' | 'off') => `bus: main-system-bus
  dev: virtio-serial-pci, id ""
    bus: virtio-serial-bus.0
      dev: virtserialport, id ""
        nr = 1 (0x1)
        chardev = "other"
        name = "other"
        port 1, guest off, host on, throttle off
      dev: virtserialport, id ""
        nr = 2 (0x2)
        chardev = "foo"
        name = "test0"
        port 2, guest on, host ${host}, throttle off
  dev: isa-serial, id ""
    chardev = "serial0"
`

void t.test('a QEMU that waits for a guest does not notice it yet', async t => {
  const { path } = await realPty(t)
  const { execute } = monitorOf(path)
  let looks = 0
  const waiting = (command: string) => {
    if (command === 'query-status') return Promise.resolve({ status: 'inmigrate', running: false })
    if (command !== 'human-monitor-command') return execute(command)
    looks += 1
    return Promise.resolve(qtree('off'))
  }
  const side = await pty().prepare(place(t))
  const end = await side.open(opening({ execute: waiting }))
  end.close()
  t.equal(looks, 1)
})

void t.test('a pty is found by asking, opened, not read until told to, and written to', async t => {
  const { master, path } = await realPty(t)
  const monitor = monitorOf(path)
  const side = await pty().prepare(place(t))
  const end = await side.open(opening(monitor))
  t.equal(monitor.looks(), 3, 'open resolves when QEMU has noticed')
  master.write('from the guest')
  await delay(50)
  const other = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK)
  t.teardown(() => closeSync(other))
  const chunk = Buffer.alloc(100)
  t.equal(chunk.toString('latin1', 0, readSync(other, chunk)), 'from the guest', 'still in the kernel')
  const read = new Promise<string>(resolve => {
    end.read(bytes => resolve(bytes.toString()))
  })
  master.write('more')
  t.equal(await read, 'more')
  const heard = new Promise<string>(resolve => {
    master.onData(resolve)
  })
  await end.write(Buffer.from('to the guest'))
  t.equal(await heard, 'to the guest')
  end.close()
  await side.close()
})

void t.test('the end of the pty is told', async t => {
  const { master, path } = await realPty(t)
  const side = await pty().prepare(place(t))
  const end = await side.open(opening(monitorOf(path)))
  const ended = new Promise<string>(resolve => {
    end.onEnd(resolve)
  })
  end.read(() => undefined)
  master.kill('SIGKILL')
  t.match(await ended, /EIO|closed/)
  end.close()
})

void t.test('opening gives up when told to, and when QEMU has no pty', async t => {
  const { path } = await realPty(t)
  const side = await pty().prepare(place(t))
  const deaf = {
    execute: (command: string) => Promise.resolve(command === 'query-chardev' ? told(path) : qtree('off')),
  }
  await t.rejects(side.open({ monitor: deaf, signal: AbortSignal.timeout(150) }), { name: 'TimeoutError' })
  const frozen: Monitor = {
    execute: (command, _, until) =>
      command === 'query-chardev' ? Promise.resolve(told(path)) : aborted(until?.signal),
  }
  await t.rejects(side.open({ monitor: frozen, signal: AbortSignal.timeout(50) }), { name: 'TimeoutError' })
  const none = { execute: () => Promise.resolve([{ filename: 'null', label: 'foo' }]) }
  const other = await pty().prepare(place(t))
  await t.rejects(other.open(opening(none)), {
    name: 'InfraError',
    message: /query-chardev lists no 'pty:' chardev/,
  })
})

void t.test("the port's state is that of the device on this chardev", async t => {
  t.equal(hostIsOn(qtree('off'), 'foo'), false)
  t.equal(hostIsOn(qtree('on'), 'foo'), true)
  t.equal(hostIsOn(qtree('off'), 'other'), true)
  t.equal(hostIsOn(qtree('off'), 'serial0'), null, 'a device that does not tell')
  t.equal(hostIsOn(qtree('off'), 'bar'), null)
})

/** Never answers; rejects when the signal aborts. */
function aborted(signal?: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

function told(path: string): Json {
  return [{ filename: `pty:${path}`, label: 'foo' }]
}
