import { execFile } from 'node:child_process'
import { closeSync } from 'node:fs'
import { promisify } from 'node:util'
import { requireBinary } from 'node-pty/requireBinary.js'
import type { Backend, HostSide, Place, Typed } from '../model/case/backend.ts'
import { InfraError } from '../model/errors.ts'
import { hostSide } from './host-end/host-side.ts'
import { RawEnd } from './host-end/raw-end.ts'

const columns = 80
const rows = 24
/** QEMU turns output processing on (OPOST, chardev/char-stdio.c): without onlcr that changes nothing. */
const transparent = ['raw', '-echo', '-onlcr']

/** A chardev on QEMU's stdin and stdout, which are a terminal; the host holds its other end. */
export function stdio(): Backend {
  return {
    name: 'stdio',
    needs: 'stdio',
    options: (_, id) => ['-chardev', `stdio,id=${id}`],
    address: () => null,
    typed,
    prepare,
  }
}

async function prepare(): Promise<HostSide> {
  const { master, slave, pty } = newTerminal()
  let isOpen = false
  const close = () => {
    closeSync(slave)
    if (!isOpen) closeSync(master)
  }
  try {
    await promisify(execFile)('stty', ['-F', pty, ...transparent])
  } catch (error) {
    close()
    throw new InfraError(`cannot make ${pty} transparent by stty (coreutils): ${String(error)}`, {
      cause: error,
    })
  }
  const open = async () => {
    if (isOpen) throw new Error('the terminal is open already')
    isOpen = true
    return new RawEnd({ input: master, output: () => master, endsWhenEmpty: false })
  }
  return { terminal: slave, ...hostSide(open, close) }
}

function newTerminal() {
  try {
    return requireBinary('pty.node').open(columns, rows)
  } catch (error) {
    throw new InfraError(`cannot make a terminal by node-pty: ${String(error)}`, { cause: error })
  }
}

function typed(place: Place): Typed {
  const link = place.path('chardev')
  return {
    prepare: [
      '$ python3',
      '>>> import os, pty',
      '>>> master, slave = pty.openpty()',
      `>>> os.symlink(os.ttyname(slave), "${link}")`,
      `>>> os.system("stty -F ${link} ${transparent.join(' ')}")`,
      '0',
    ],
    terminal: link,
    open: ['>>> sock = master'],
    receive: bytes => `os.read(sock, ${bytes})`,
    send: bytes => [`>>> os.write(sock, ${bytes})`],
    endWriting: [],
    close: ['>>> os.close(sock)'],
  }
}
