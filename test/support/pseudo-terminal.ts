import { createRequire } from 'node:module'

/** What we use of node-pty, whose own types are no module under nodenext. */
interface PseudoTerminal {
  onData(listener: (text: string) => void): void
  onExit(listener: (ended: { exitCode: number }) => void): void
  write(text: string): void
  kill(signal: string): void
}

/** Starts a program on a pseudo-terminal. */
export const { spawn: spawnOnTerminal } = createRequire(import.meta.url)('node-pty') as {
  spawn(file: string, args: string[], options: object): PseudoTerminal
}
