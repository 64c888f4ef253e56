import { constants, openSync } from 'node:fs'
import type { Backend, Place, Typed } from '../model/case/backend.ts'
import { quoted } from '../model/value/option-text.ts'
import { hostSide } from './host-end/host-side.ts'
import { RawEnd } from './host-end/raw-end.ts'
import { receiveOnly } from './host-end/receive-only.ts'

const { O_NONBLOCK, O_RDONLY } = constants

/**
 * A chardev that writes into a file. QEMU creates it, unless `path` names an existing one (a device). The host follows it
 * like `tail -f`.
 */
export function file({ path }: { readonly path?: string } = {}): Backend {
  const pathAt = (place: Place) => path ?? place.path('chardev')
  return {
    name: 'file',
    needs: 'file',
    options: (place, id) => ['-chardev', `file,path=${quoted(pathAt(place))},id=${id}`],
    address: pathAt,
    typed: place => typed(pathAt(place)),
    prepare: async place =>
      hostSide(async () => {
        const input = openSync(pathAt(place), O_RDONLY | O_NONBLOCK)
        return new RawEnd({ input, output: () => receiveOnly('file'), endsWhenEmpty: false })
      }),
  }
}

function typed(path: string): Typed {
  return {
    prepare: [],
    open: [
      '$ python3',
      '>>> import subprocess',
      `>>> tail = subprocess.Popen(["tail", "-c", "+1", "-f", "${path}"], stdout=subprocess.PIPE)`,
      '>>> sock = tail.stdout',
    ],
    receive: bytes => `sock.read1(${bytes})`,
    send: () => receiveOnly('file'),
    endWriting: [],
    close: ['>>> tail.terminate()'],
  }
}
