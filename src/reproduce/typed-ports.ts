import type { Place } from '../model/case/backend.ts'
import type { Case } from '../model/case/case.ts'
import { type Port, placeOf, portsOf } from '../model/case/ports.ts'
import { type Hosts, typedHosts } from '../verbs/face/typed-host.ts'

/** The ports of a case with their places on paper: the TCP ports follow one another. */
export function placedPorts(played: Case, place: Place): { readonly port: Port; readonly place: Place }[] {
  return portsOf(played).map((port, index) => ({
    port,
    place: placeOf(port, { ...place, port: place.port + index }),
  }))
}

/** The host sides of a case's ports as lines to type. */
export function hostsOf(played: Case, place: Place): Hosts {
  const typed = placedPorts(played, place).map(({ port, place }) => ({
    name: port.name,
    typed: port.chardev.typed(place),
  }))
  return typedHosts(typed, place.path('qmp'))
}
