// The verbs of QEMU itself.
export * from './qemu/qmp.ts'
export * from './qemu/tells.ts'
