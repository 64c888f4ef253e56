/**
 * A LIFO clean-up stack: `await using lease = new Lease()`. All releases run; the first error is thrown
 * at the end, and the later ones hang on it as `errors`.
 */
export class Lease implements AsyncDisposable {
  readonly #releases: (() => unknown)[] = []
  #isOver = false

  /**
   * Adds what gives a resource back. Called on the line after the resource exists: one that comes when the lease is over
   * is given back at once.
   */
  add(release: () => unknown): void {
    if (this.#isOver) void release()
    else this.#releases.push(release)
  }

  /** Takes over something that disposes of itself. */
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
