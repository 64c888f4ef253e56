/** The address of all TCP and UDP sockets. */
export const host = '127.0.0.1'

/** A port on it as a Python address. */
export function pythonAddress(port: number): string {
  return `("${host}", ${port})`
}
