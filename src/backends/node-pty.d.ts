/** What we use of node-pty: its binding, since its own `open` reads from both ends at once. */
declare module 'node-pty/requireBinary.js' {
  export function requireBinary(file: 'pty.node'): {
    /** openpty(3), both ends O_NONBLOCK; `pty` is the path of the slave. */
    open(columns: number, rows: number): { master: number; slave: number; pty: string }
  }
}
