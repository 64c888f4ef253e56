/** One entry of an archive. Paths are relative, without `../`. `mode` holds permission bits only. */
export type CpioEntry =
  | { readonly kind: 'directory'; readonly path: string; readonly mode: number }
  | { readonly kind: 'file'; readonly path: string; readonly mode: number; readonly content: Buffer }
  | { readonly kind: 'link'; readonly path: string; readonly target: string }
  | {
      readonly kind: 'character'
      readonly path: string
      readonly mode: number
      readonly major: number
      readonly minor: number
    }

/** The file types of stat(2). */
const TYPES = { directory: 0o040000, file: 0o100000, link: 0o120000, character: 0o020000 } as const

/**
 * Writes an archive in the "newc" format that the Linux kernel unpacks as initramfs
 * (Documentation/driver-api/early-userspace/buffer-format.rst). The bytes depend on the entries only, not on their
 * order, the clock or the user: names are sorted, times, owners and device are 0, inodes count from 1. The archive is
 * padded with zeros to 512 bytes, so that another one may follow.
 *
 * @throws Error on two entries with one path, or an entry whose folder is not in the archive (the kernel
 *   would silently leave it out).
 */
export function writeCpio(entries: readonly CpioEntry[]): Buffer {
  const sorted = [...entries].sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)))
  const folders = new Set<string>()
  let last: string | undefined
  const chunks = sorted.flatMap((entry, index) => {
    if (entry.path === last) throw new Error(`two cpio entries with the path ${entry.path}`)
    last = entry.path
    const parent = entry.path.slice(0, Math.max(0, entry.path.lastIndexOf('/')))
    if (parent !== '' && !folders.has(parent))
      throw new Error(`no cpio entry for the folder of ${entry.path}`)
    if (entry.kind === 'directory') folders.add(entry.path)
    return entryBytes(entry, index + 1)
  })
  const archive = Buffer.concat([...chunks, ...trailer()])
  return Buffer.concat([archive, Buffer.alloc(-archive.length & 511)])
}

function entryBytes(entry: CpioEntry, inode: number): Buffer[] {
  const permissions = entry.kind === 'link' ? 0o777 : entry.mode
  const content =
    entry.kind === 'file' ? entry.content : Buffer.from(entry.kind === 'link' ? entry.target : '')
  const device = entry.kind === 'character' ? [entry.major, entry.minor] : [0, 0]
  return fields(entry.path, content, {
    inode,
    mode: TYPES[entry.kind] | permissions,
    links: entry.kind === 'directory' ? 2 : 1,
    device,
  })
}

function trailer(): Buffer[] {
  return fields('TRAILER!!!', Buffer.alloc(0), { inode: 0, mode: 0, links: 1, device: [0, 0] })
}

interface Stat {
  readonly inode: number
  readonly mode: number
  readonly links: number
  readonly device: readonly number[]
}

/** c_magic, then 13 numbers of 8 hexadecimal digits, then name and content, each padded to 4 bytes. */
function fields(path: string, content: Buffer, { inode, mode, links, device }: Stat): Buffer[] {
  const name = Buffer.from(`${path}\0`)
  const numbers = [inode, mode, 0, 0, links, 0, content.length, 0, 0, ...device, name.length, 0]
  const header = `070701${numbers.map(n => n.toString(16).padStart(8, '0')).join('')}`
  return [padded(Buffer.concat([Buffer.from(header, 'latin1'), name])), padded(content)]
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)])
}
