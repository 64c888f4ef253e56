import type { Backend, Place, Typed } from '../model/case/backend.ts'
import { pythonAddress } from './shared/loopback.ts'
import { pythonSocket } from './shared/python-socket.ts'
import { tcp } from './tcp.ts'
import { unix } from './unix.ts'

type Kind = 'tcp' | 'unix'
const kinds: { readonly [Of in Kind]: Backend } = {
  tcp: tcp({ server: true }),
  unix: unix({ server: true }),
}

/**
 * A hub of server sockets, at most one of them TCP: what the guest writes goes to each of them, what any of them
 * receives goes to the guest (chardev/char-hub.c). Each opening of the host opens the next socket.
 */
export function hub(...sockets: readonly [Kind, ...Kind[]]): Backend {
  const member = (kind: Kind, index: number, place: Place) => ({
    backend: kinds[kind],
    place: { path: (name: string) => place.path(`${name}${index}`), port: place.port },
  })
  const members = (place: Place) => sockets.map((kind, index) => member(kind, index, place))
  return {
    name: `hub of ${sockets.map(kind => `a ${kinds[kind].name}`).join(' and ')}`,
    needs: 'hub',
    options: (place, id, target) => [
      ...members(place).flatMap((of, index) => of.backend.options(of.place, `${id}${index}`, target)),
      '-chardev',
      `hub,id=${id},${sockets.map((_, index) => `chardevs.${index}=${id}${index}`).join(',')}`,
    ],
    address(place) {
      const [first] = members(place)
      return first?.backend.address(first.place) ?? null
    },
    typed: place => typed(members(place).map(of => familyAndPlace(of.backend, of.place))),
    async prepare(place) {
      const sides = await Promise.all(members(place).map(of => of.backend.prepare(of.place)))
      const unopened = [...sides]
      return {
        async open(opening) {
          const side = unopened.shift()
          if (side === undefined)
            throw new Error(`all sockets of the hub (${sockets.length}) are open already`)
          return side.open(opening)
        },
        async close() {
          await Promise.all(sides.map(side => side.close()))
        },
      }
    },
  }
}

function familyAndPlace(backend: Backend, { path, port }: Place): string {
  return backend === kinds.tcp
    ? `(socket.AF_INET, ${pythonAddress(port)})`
    : `(socket.AF_UNIX, "${path('chardev')}")`
}

/** `take` reads from all sockets, so that reading from one does not stop the reading from the others. */
function typed(places: readonly string[]): Typed {
  const { send, endWriting, close } = pythonSocket('AF_UNIX', 'place', true)
  return {
    ...{ send, endWriting, close },
    prepare: [
      '$ python3',
      '>>> import select, socket',
      `>>> places = iter([${places.join(', ')}])`,
      '>>> kept = {}',
      '>>> def take(sock):',
      '...     kept.setdefault(sock, b"")',
      '...     while not kept[sock]:',
      '...         for each in select.select(list(kept), [], [])[0]:',
      '...             kept[each] += each.recv(65536)',
      '...     taken, kept[sock] = kept[sock], b""',
      '...     return taken',
      '...',
    ],
    open: ['>>> family, place = next(places)', '>>> sock = socket.socket(family)', '>>> sock.connect(place)'],
    receive: () => 'take(sock)',
  }
}
