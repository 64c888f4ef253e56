import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Backend, HostSide, Monitor, Place } from '../src/model/case/backend.ts'
import { allCases } from '../src/plan/catalogue.ts'
import { whyNot } from '../src/plan/why-not.ts'
import { startQemu } from '../src/qemu/process.ts'
import { connectQmp } from '../src/qemu/qmp.ts'
import { Lease } from '../src/run/lease.ts'
import { freePort } from '../src/run/start/free-port.ts'
import { folder } from './support/example.ts'
import { equipment } from './support/guest.ts'
import { held } from './support/held.ts'

const { qemu } = await equipment()
const cases = await allCases()
/** Each backend, by a case that plays it. */
const played = new Map(cases.map(one => [one.chardev.name, one]))
const signal = new AbortController().signal

for (const [name, one] of played) {
  const { chardev } = one
  const opens = chardev.needs !== 'null'
  void t.test(`${name}: close gives back all that was prepared and opened`, async t => {
    const place = await newPlace(t)
    const before = held()
    const side = await chardev.prepare(place)
    const made = readdirSync(place.path('.'))
    if (whyNot(one, qemu, { kind: 'kernel' }) === null && opens) await openOn(chardev, place, side)
    await side.close()
    t.same(held(), before)
    t.same(
      made.filter(file => existsSync(place.path(file))),
      [],
      'no file',
    )
  })

  void t.test(`${name}: close cuts what is being opened`, async t => {
    const place = await newPlace(t)
    const before = held()
    const side = await chardev.prepare(place)
    // One that never answers, and is told when nobody waits any more.
    const execute: Monitor['execute'] = (_, __, how) =>
      new Promise((_, reject) => how?.signal?.addEventListener('abort', () => reject(how.signal?.reason)))
    const monitor = { execute }
    const opening = side.open({ signal, monitor }).catch((error: unknown) => error)
    await side.close()
    await opening
    t.same(held(), before)
  })
}

async function newPlace(t: Test): Promise<Place> {
  const path = folder(t)
  return { path: name => join(path, name), port: await freePort() }
}

/** Opens the chardev of a real QEMU without a machine, and reads; this QEMU is gone at the end, the open end is not. */
async function openOn(chardev: Backend, place: Place, { open, terminal }: HostSide): Promise<void> {
  await using lease = new Lease()
  const options = ['-machine', 'none', '-nodefaults', '-display', 'none', '-qmp']
  const argv = [
    ...options,
    `unix:${place.path('qmp')},server=on,wait=off`,
    ...chardev.options(place, 'foo', qemu),
  ]
  const order = {
    qemu: qemu.path,
    argv,
    cwd: place.path('.'),
    stderrPath: place.path('stderr'),
    terminal,
    signal,
  }
  const running = lease.hold(await startQemu(order))
  const died = running.exited.then(({ output }) => Promise.reject(new Error(output)))
  died.catch(() => undefined)
  const monitor = await Promise.race([connectQmp(place.path('qmp'), signal), died])
  lease.add(() => monitor.close())
  const end = await Promise.race([open({ signal, monitor }), died])
  end.read(() => undefined)
}
