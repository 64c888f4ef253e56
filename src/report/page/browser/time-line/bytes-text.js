/** `172 KiB` */
export function bytesText(bytes) {
  if (bytes < 1024) return `${bytes} B`
  const power = Math.min(3, Math.floor(Math.log2(bytes) / 10))
  const amount = bytes / 1024 ** power
  return `${Number(amount.toFixed(amount < 10 ? 2 : 1))} ${['B', 'KiB', 'MiB', 'GiB'][power]}`
}
