import { InfraError } from '../model/errors.ts'

/**
 * A command that brought no answer: QEMU refused it, the limit passed, or the connection ended.
 * Aborting the command's own signal rejects with that signal's reason instead.
 */
export class QmpError extends InfraError {
  readonly kind: 'refused' | 'late' | 'closed'
  constructor(kind: QmpError['kind'], message: string) {
    super(message)
    this.kind = kind
  }
}
