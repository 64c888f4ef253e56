/**
 * Foreign text (QEMU's words, a console's line) fit for a sentence: one line, control characters out,
 * its end if it is long, for that is where a program says why it died.
 */
export function quoted(text: string, longest = 160): string {
  const line = text
    .replace(/[^\x20-\x7e]+/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
  return `'${line.length <= longest ? line : `…${line.slice(1 - longest)}`}'`
}
