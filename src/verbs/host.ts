// The verbs of the host, the program at the other end of the chardev.
export * from './host/idle.ts'
export * from './host/leaves.ts'
export * from './host/open.ts'
