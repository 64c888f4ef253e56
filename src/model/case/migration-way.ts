import { shellWord } from '../value/shell-word.ts'

/** How a guest's state gets to another QEMU: over a socket, through two commands, an inherited descriptor, or a file. */
export type MigrationWay = 'unix' | 'exec' | 'fd' | 'file'

/** The two ends of a way. */
export interface MigrationEnds {
  /** The value of `-incoming`. */
  readonly incoming: string
  /** The argument `uri` of the QMP command `migrate`. */
  readonly uri: string
  /** Whether the path is a FIFO, which must exist before. */
  readonly isFifo: boolean
}

/** The descriptor that the destination inherits for `fd`. A printed script uses 3 for something else. */
export const migrationFd = 4

/**
 * The ends of a way through this path, for QEMU 1.4 to 11.1. The source never sends to `fd:`: QEMU takes that descriptor
 * only over its monitor (SCM_RIGHTS), and Node cannot send one.
 */
export function migrationEnds(way: MigrationWay, path: string): MigrationEnds {
  const writes = `exec:cat > ${shellWord(path)}`
  const reads = `exec:cat ${shellWord(path)}`
  switch (way) {
    case 'unix':
      return { incoming: `unix:${path}`, uri: `unix:${path}`, isFifo: false }
    case 'exec':
      return { incoming: reads, uri: writes, isFifo: true }
    case 'fd':
      return { incoming: `fd:${migrationFd}`, uri: writes, isFifo: true }
    case 'file':
      return { incoming: reads, uri: writes, isFifo: false }
  }
}
