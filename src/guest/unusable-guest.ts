import { InfraError } from '../model/errors.ts'

/** A guest that came up but cannot be used as it is. The message says what it lacks and what to do. */
export class UnusableGuest extends InfraError {}
