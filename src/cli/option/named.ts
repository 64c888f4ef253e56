import { UsageError } from '../../model/errors.ts'

/** Reads the value of an option, whose name then begins the UsageError: `--timeout: expected a duration …`. */
export function named<Value>(option: string, read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${option}: ${error.message}`)
    throw error
  }
}
