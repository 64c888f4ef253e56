import { constants, openSync, rmSync } from 'node:fs'
import type { Backend, HostSide, Typed } from '../model/case/backend.ts'
import { quoted } from '../model/value/option-text.ts'
import { hostSide } from './host-end/host-side.ts'
import { RawEnd } from './host-end/raw-end.ts'
import { makeFifo } from './shared/make-fifo.ts'

const { O_NONBLOCK, O_RDONLY, O_WRONLY } = constants

/** The paths that the host reads from and writes to; the same path for a single FIFO. */
interface Fifos {
  readonly reads: string
  readonly writes: string
}

/**
 * A chardev on named pipes. As a pair QEMU reads from PATH.in and writes to PATH.out; else both are the FIFO PATH
 * (chardev/char-pipe.c, qemu_chr_open_pipe). QEMU opens them for reading and writing, so that opening never waits
 * for the other side; from a single FIFO it also reads back what it wrote.
 */
export function pipe({ pair }: { readonly pair: boolean }): Backend {
  const fifos = (path: string): Fifos =>
    pair ? { reads: `${path}.out`, writes: `${path}.in` } : { reads: path, writes: path }
  return {
    name: pair ? 'pipe pair' : 'pipe',
    needs: 'pipe',
    options: (place, id) => ['-chardev', `pipe,path=${quoted(place.path('chardev'))},id=${id}`],
    address: place => fifos(place.path('chardev')).reads,
    typed: place => typed(fifos(place.path('chardev'))),
    prepare: async place => prepared(fifos(place.path('chardev'))),
  }
}

function prepared({ reads, writes }: Fifos): HostSide {
  const paths = [...new Set([writes, reads])]
  for (const path of paths) makeFifo(path)
  const open = async () => {
    const input = openSync(reads, O_RDONLY | O_NONBLOCK)
    const output = () => openSync(writes, O_WRONLY | O_NONBLOCK)
    return new RawEnd({ input, output, endsWhenEmpty: true })
  }
  return hostSide(open, () => {
    for (const path of paths) rmSync(path, { force: true })
  })
}

/** The wiki page types `cat PATH`, which cannot stop reading; Python can. */
function typed({ reads, writes }: Fifos): Typed {
  return {
    prepare: [`$ mkfifo ${[...new Set([writes, reads])].join(' ')}`],
    open: ['$ python3', '>>> import os', `>>> sock = os.open("${reads}", os.O_RDONLY)  # the page: cat`],
    receive: bytes => `os.read(sock, ${bytes})`,
    send: bytes => [`>>> open("${writes}", "wb", buffering=0).write(${bytes})`],
    endWriting: [],
    close: ['>>> os.close(sock)'],
  }
}
