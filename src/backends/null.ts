import type { Backend } from '../model/case/backend.ts'
import { UsageError } from '../model/errors.ts'
import { hostSide } from './host-end/host-side.ts'
import { receiveOnly } from './host-end/receive-only.ts'

/** A chardev that discards everything. It has no host side: opening one is a mistake in the script. */
export function nullChardev(): Backend {
  return {
    name: 'null',
    needs: 'null',
    options: (_, id) => ['-chardev', `null,id=${id}`],
    address: () => null,
    typed: () => ({
      prepare: [],
      open: [],
      receive: () => nobody(),
      send: () => receiveOnly('null'),
      endWriting: [],
      close: [],
    }),
    prepare: async () =>
      hostSide(() => Promise.reject(new UsageError('a null chardev has no host side that could be opened'))),
  }
}

function nobody(): never {
  throw new UsageError('a null chardev has no host side that could read')
}
