import type { Backend, Place, Typed } from '../model/backend.ts'
import { connecting } from './connecting.ts'
import { quoted } from './option-text.ts'
import { pythonSocket } from './python-socket.ts'

const members = [1, 2]

/**
 * A hub in front of two UNIX server sockets: what the guest writes goes to both, what either sends goes to the guest.
 * The host's first opening is of the first socket, its second of the second.
 */
export function hub(): Backend {
  return {
    name: 'hub of two unix servers',
    needs: 'hub',
    options: (place, id) => [
      ...paths(place).flatMap((path, index) => [
        '-chardev',
        `socket,path=${quoted(path)},server=on,wait=off,id=${id}${members[index]}`,
      ]),
      '-chardev',
      `hub,id=${id},${members.map((member, index) => `chardevs.${index}=${id}${member}`).join(',')}`,
    ],
    address: place => paths(place)[0] ?? null,
    typed,
    prepare: place => {
      const sides = paths(place).map(path => connecting({ path }))
      return Promise.resolve({
        async open(opening) {
          const side = sides.shift()
          if (side === undefined)
            throw new Error(`a hub of ${members.length} sockets has no other one to open`)
          return side.open(opening)
        },
        close: () => Promise.resolve(),
      })
    },
  }
}

function paths(place: Place): string[] {
  return members.map(member => place.path(`chardev${member}`))
}

function typed(place: Place): Typed {
  const list = paths(place).map(path => `"${path}"`)
  const plain = pythonSocket({ family: 'AF_UNIX', address: 'next(places)' }, true)
  const isStart = (line: string) => line.startsWith('$') || line.startsWith('>>> import')
  return {
    ...plain,
    prepare: [...plain.open.filter(isStart), `>>> places = iter([${list.join(', ')}])`],
    open: plain.open.filter(line => !isStart(line)),
  }
}
