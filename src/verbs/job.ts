// The verbs of a job, a command that runs in the guest.
export * from './job/exit.ts'
export * from './job/kill.ts'
