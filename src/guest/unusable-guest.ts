import { InfraError } from '../model/errors.ts'

/** A guest that booted but cannot be used. The message says what it lacks and what to do. */
export class UnusableGuest extends InfraError {}
