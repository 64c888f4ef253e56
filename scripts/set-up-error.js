/** The set-up cannot go on: one line for the person (and what the failed command said), and an exit code. */
export class SetUpError extends Error {
  name = 'SetUpError'

  constructor(message, exitCode = 69) {
    super(message)
    this.exitCode = exitCode
  }
}
