/**
 * A LIFO clean-up stack: `await using lease = new Lease()`. All releases run. A single error is rethrown at the end,
 * several as an AggregateError whose cause is the first.
 */
export class Lease implements AsyncDisposable {
  readonly #releases: (() => unknown)[] = []
  #isOver = false

  /** Adds a release; call it on the line after the resource exists. Once the lease has ended, it runs at once. */
  add(release: () => unknown): void {
    if (this.#isOver) void release()
    else this.#releases.push(release)
  }

  /** Adds a disposable resource. */
  hold<Held extends AsyncDisposable>(held: Held): Held {
    this.add(() => held[Symbol.asyncDispose]())
    return held
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const errors: unknown[] = []
    for (let release = this.#releases.pop(); release; release = this.#releases.pop()) {
      try {
        await release()
      } catch (error) {
        errors.push(error)
      }
    }
    this.#isOver = true
    if (errors.length === 1) throw errors[0]
    if (errors.length > 1) throw new AggregateError(errors, String(errors[0]), { cause: errors[0] })
  }
}
