import type { Backend } from '../../model/case/backend.ts'
import { chardevId } from '../../model/case/ids.ts'
import { InfraError, UsageError } from '../../model/errors.ts'
import type { TypedHost } from '../face/typed-host.ts'
import type { TypedHosts } from '../face/typed-hosts.ts'
import type { Verb } from '../verb.ts'
import { monitorLine, typedMonitorLine } from './monitor-line.ts'

/**
 * Puts another chardev in the place of the one that the device has (QEMU 2.10; of our frontends virtserialport,
 * virtconsole and isa-serial allow it). Makes the host of the new one; QEMU closes the old one.
 */
export function change(to: Backend): Verb<'qemu', 'host'> {
  if (typeof to !== 'object')
    throw new UsageError(`expected a chardev such as unix({ server: true }), got ${JSON.stringify(to)}`)
  return {
    makes: 'host',
    step: () => `qemu changes the chardev to ${to.name}`,
    async live({ monitor, addHost }) {
      const { name, options } = await addHost(to)
      const line = changeLine(options)
      const answer = await monitorLine(monitor, line)
      if (answer !== '') throw new InfraError(`QEMU refuses '${line}': ${answer}`)
      return name
    },
    typed(paper) {
      const { name, host, lines } = changed(paper.hosts, to)
      paper.onHost([...host.prepare, ...lines])
      return name
    },
    script(script) {
      const { name, host, lines } = changed(script.hosts, to)
      script.types(`lets QEMU change the chardev to ${to.name}`, [...host.prepare, ...lines])
      return name
    },
  }
}

function changed(hosts: TypedHosts, to: Backend): { name: string; host: TypedHost; lines: string[] } {
  const name = `changed${hosts.all.length}`
  const line = changeLine(hosts.add(name, to, chardevId))
  const lines = typedMonitorLine(hosts.of(''), line)
  hosts.use('', name)
  return { name, host: hosts.of(name), lines }
}

/** The monitor takes the options without the id. */
function changeLine(options: readonly string[]): string {
  const [option, value = ''] = options
  if (options.length !== 2 || option !== '-chardev')
    throw new UsageError(`expected a chardev that '-chardev' makes alone, got '${options.join(' ')}'`)
  const given = value.split(',').filter(part => part !== `id=${chardevId}`)
  return `chardev-change ${chardevId} ${given.join(',')}`
}
