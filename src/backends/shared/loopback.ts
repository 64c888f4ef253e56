/** Where all TCP and UDP sockets are. */
export const host = '127.0.0.1'

/** A port there, as Python writes an address. */
export function pythonAddress(port: number): string {
  return `("${host}", ${port})`
}
