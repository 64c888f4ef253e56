/** Whether to use colours: on a terminal, unless NO_COLOR is set (no-color.org). */
export function colourOn(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && (process.env['NO_COLOR'] ?? '') === ''
}
