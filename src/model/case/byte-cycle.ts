const bytes = 4096
const values = 256
/** By how much each 256 bytes begin later in the cycle than those before them, so that they differ. */
const turn = 17

/** 4 KiB in which each byte value occurs 16 times: as latin1 text, and for those who write it in Python and awk. */
export const byteCycle = {
  text: Buffer.from(
    Array.from({ length: bytes }, (_, at) => (at + turn * Math.floor(at / values)) % values),
  ).toString('latin1'),
  python: `bytes((at + ${turn} * (at // ${values})) % ${values} for at in range(${bytes}))`,
  /** Prints them as octal escapes for printf. */
  awk: `awk 'BEGIN { for (at = 0; at < ${bytes}; at++) printf "\\\\%03o", (at + ${turn} * int(at / ${values})) % ${values} }'`,
}
