import { portScript } from '../../model/case/port-script.ts'
import { type Port, portOfDevice } from '../../model/case/ports.ts'
import { InfraError, UsageError } from '../../model/errors.ts'
import type { TypedHost } from '../face/typed-host.ts'
import type { Verb } from '../verb.ts'
import { askedUntil } from './asked-until.ts'
import { isListed } from './listed-devices.ts'
import { monitorLine, typedMonitorLine } from './monitor-line.ts'

/** How long QEMU may still refuse it: it frees the chardev and the id of a device a little after it has removed it (RCU). */
const freeMs = 5000

/**
 * Plugs a device again after `unplug`: `qemu.device`, or that of a further port. Resolves when the guest has its port.
 */
export function plug(device: string): Verb<'qemu'> {
  return {
    step: () => `qemu plugs ${device}`,
    async live({ monitor, ports, signal, portAppears }) {
      const port = portOfDevice(ports, device)
      if (await isListed(monitor, device))
        throw new UsageError(`expected qemu.unplug('${device}') before qemu.plug('${device}')`)
      const line = deviceAdd(port)
      const answer = await askedUntil(() => monitorLine(monitor, line), isDone, { signal, forMs: freeMs })
      if (!isDone(answer)) throw new InfraError(`QEMU refuses '${line}': ${answer}`)
      await portAppears(port)
    },
    typed(paper) {
      const port = portOfDevice(paper.ports, device)
      paper.onHost(typed(paper.host, port))
      if (port.frontend.isFile) paper.inGuest(`# ${portScript(port.frontend.port)}`)
    },
    script(script) {
      const port = portOfDevice(script.ports, device)
      script.asks(`plugs ${device}`, typed(script.host, port))
      if (port.frontend.isFile) script.inGuest('runs', portScript(port.frontend.port))
    },
  }
}

/** It answers nothing when it has the device. */
function isDone(answer: string): boolean {
  return answer === ''
}

function typed(host: TypedHost, port: Port): string[] {
  const lines = typedMonitorLine(host, deviceAdd(port))
  const add = lines.at(-1)?.slice('>>> '.length)
  return [...lines.slice(0, -1), `>>> while ${add}: pass`, '...']
}

function deviceAdd({ frontend, chardevId, deviceId }: Port): string {
  const option = frontend
    .devices(chardevId, deviceId)
    .find(text => text.split(',').includes(`id=${deviceId}`))
  if (option === undefined) throw new UsageError(`qemu.plug: '${frontend.name}' cannot be plugged`)
  return `device_add ${option}`
}
