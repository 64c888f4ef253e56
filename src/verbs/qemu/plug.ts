import { setTimeout as delay } from 'node:timers/promises'
import type { Frontend } from '../../model/case/frontend.ts'
import { chardevId, deviceId } from '../../model/case/ids.ts'
import { portScript } from '../../model/case/port-script.ts'
import { InfraError, UsageError } from '../../model/errors.ts'
import type { TypedHost } from '../face/typed-host.ts'
import type { Verb } from '../verb.ts'
import { monitorLine, typedMonitorLine } from './monitor-line.ts'

const everyMs = 20
/** How long QEMU may still refuse it: it frees the chardev and the id of a device a little after it has removed it (RCU). */
const freeMs = 5000

/** Plugs the device under test, `qemu.device`, again after `unplug`. Resolves when the guest has its port. */
export function plug(device: string): Verb<'qemu'> {
  if (device !== deviceId)
    throw new UsageError(`qemu.plug: expected qemu.device, got ${JSON.stringify(device) ?? 'nothing'}`)
  return {
    step: () => `qemu plugs ${device}`,
    async live({ monitor, frontend, signal, portAppears }) {
      const line = deviceAdd(frontend, device)
      const untilMs = performance.now() + freeMs
      let answer = await monitorLine(monitor, line)
      while (answer !== '' && performance.now() < untilMs) {
        await delay(everyMs, undefined, { signal })
        answer = await monitorLine(monitor, line)
      }
      if (answer !== '') throw new InfraError(`QEMU refuses '${line}': ${answer}`)
      await portAppears()
    },
    typed(paper) {
      paper.onHost(typed(paper.host, paper.frontend, device))
      if (paper.frontend.isFile) paper.inGuest(`# ${portScript(paper.frontend.port)}`)
    },
    script(script) {
      script.asks(`plugs ${device}`, typed(script.host, script.frontend, device))
      if (script.frontend.isFile) script.inGuest('runs', portScript(script.frontend.port))
    },
  }
}

function typed(host: TypedHost, frontend: Frontend, device: string): string[] {
  const lines = typedMonitorLine(host, deviceAdd(frontend, device))
  const add = lines.at(-1)?.slice('>>> '.length)
  // It answers nothing when it has the device.
  return [...lines.slice(0, -1), `>>> while ${add}: pass`, '...']
}

function deviceAdd(frontend: Frontend, device: string): string {
  const option = frontend.devices(chardevId, device).find(text => text.split(',').includes(`id=${device}`))
  if (option === undefined) throw new UsageError(`qemu.plug: '${frontend.name}' cannot be plugged`)
  return `device_add ${option}`
}
