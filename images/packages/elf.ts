/** The bytes of a section of a 64-bit little-endian ELF file (as on x86_64); undefined without that section. */
export function elfSection(file: Buffer, wanted: string): Buffer | undefined {
  if (file.length < 64 || file.readUInt32BE(0) !== 0x7f454c46 || file[4] !== 2 || file[5] !== 1)
    return undefined
  const start = Number(file.readBigUInt64LE(0x28))
  const size = file.readUInt16LE(0x3a)
  const header = (index: number) => file.subarray(start + index * size, start + (index + 1) * size)
  const content = (at: Buffer) => {
    const offset = Number(at.readBigUInt64LE(0x18))
    return file.subarray(offset, offset + Number(at.readBigUInt64LE(0x20)))
  }
  const names = content(header(file.readUInt16LE(0x3e)))
  for (let index = 0; index < file.readUInt16LE(0x3c); index++) {
    const at = header(index)
    if (text(names, at.readUInt32LE(0)) === wanted) return content(at)
  }
  return undefined
}

/** The shared libraries that a file itself needs (DT_NEEDED). */
export function neededLibraries(file: Buffer): string[] {
  const dynamic = elfSection(file, '.dynamic')
  const strings = elfSection(file, '.dynstr')
  if (dynamic === undefined || strings === undefined) return []
  const needed: string[] = []
  for (let at = 0; at + 16 <= dynamic.length; at += 16) {
    const tag = dynamic.readBigInt64LE(at)
    if (tag === 0n) break
    if (tag === 1n) needed.push(text(strings, Number(dynamic.readBigUInt64LE(at + 8))))
  }
  return needed
}

function text(strings: Buffer, offset: number): string {
  return strings.toString('latin1', offset, strings.indexOf(0, offset))
}
