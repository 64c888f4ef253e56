// The verbs of QEMU itself.
export * from './qemu/qmp.ts'
