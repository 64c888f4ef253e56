// The verbs of the guest, the booted machine. Commands are shell text.
export * from './guest/background.ts'
export * from './guest/bind.ts'
export * from './guest/run.ts'
export * from './guest/start.ts'
export * from './guest/unbind.ts'
