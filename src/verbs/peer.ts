// The verbs of a peer, an open host end of the chardev.
export * from './peer/close.ts'
export * from './peer/drain.ts'
export * from './peer/end-writing.ts'
export * from './peer/pause.ts'
export * from './peer/reset.ts'
export * from './peer/send.ts'
