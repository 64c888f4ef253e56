/** A failed set-up: a message of one line, with the output of the failed command, and an exit code. */
export class SetUpError extends Error {
  name = 'SetUpError'

  constructor(message, exitCode = 69) {
    super(message)
    this.exitCode = exitCode
  }
}
