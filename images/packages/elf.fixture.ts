/** A minimal 64-bit ELF file with these sections. */
export function elfFile(sections: Readonly<Record<string, Buffer>>): Buffer {
  const names = ['', ...Object.keys(sections), '.shstrtab']
  const strings = Buffer.from(names.map(name => `${name}\0`).join(''))
  const contents = [Buffer.alloc(0), ...Object.values(sections), strings]
  const header = Buffer.alloc(64)
  header.write('\x7fELF\x02\x01', 'latin1')
  header.writeBigUInt64LE(64n, 0x28)
  header.writeUInt16LE(64, 0x3a)
  header.writeUInt16LE(names.length, 0x3c)
  header.writeUInt16LE(names.length - 1, 0x3e)
  let offset = 64 + 64 * names.length
  const headers = names.map((_, index) => {
    const section = Buffer.alloc(64)
    const size = contents[index]?.length ?? 0
    section.writeUInt32LE(
      Buffer.byteLength(
        names
          .slice(0, index)
          .map(before => `${before}\0`)
          .join(''),
      ),
      0,
    )
    section.writeBigUInt64LE(BigInt(offset), 0x18)
    section.writeBigUInt64LE(BigInt(size), 0x20)
    offset += size
    return section
  })
  return Buffer.concat([header, ...headers, ...contents])
}

/** A kernel module that needs these others. */
export function kernelModule(...depends: string[]): Buffer {
  return elfFile({ '.modinfo': Buffer.from(`license=GPL\0depends=${depends.join(',')}\0name=x\0`) })
}

/** A program or library that needs these libraries. */
export function dynamicFile(...needed: string[]): Buffer {
  const strings = Buffer.from(['', ...needed].map(name => `${name}\0`).join(''))
  const dynamic = Buffer.alloc(16 * (needed.length + 1))
  needed.forEach((name, index) => {
    dynamic.writeBigInt64LE(1n, 16 * index)
    dynamic.writeBigUInt64LE(BigInt(strings.indexOf(`${name}\0`)), 16 * index + 8)
  })
  return elfFile({ '.dynamic': dynamic, '.dynstr': strings })
}
