import { InfraError } from '../../model/errors.ts'
import type { QemuProcess } from '../../qemu/process.ts'

/** A QEMU ended that was still needed. */
export class QemuEnded extends InfraError {}

/** Rejects with QemuEnded when QEMU ends. */
export async function qemuExit(qemu: QemuProcess): Promise<never> {
  const { code, signal, output } = await qemu.exited
  throw new QemuEnded(`QEMU ended (${signal ?? `status ${code}`}): ${output || 'it printed nothing'}`)
}
