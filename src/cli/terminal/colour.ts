/** Colours only on a terminal, and never against NO_COLOR (no-color.org). */
export function colourOn(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && (process.env['NO_COLOR'] ?? '') === ''
}
