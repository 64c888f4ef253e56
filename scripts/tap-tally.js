import { Parser } from 'tap-parser'

/**
 * Counts the assertions of a TAP stream, including those of subtests, and collects failures. A subtest without an
 * assertion fails: a missing await has that effect.
 */
export class TapTally {
  passed = 0
  /** The skipped tests; a file that skips itself has no name. @type {{ name: string, why: string }[]} */
  skips = []
  /** @type {string[]} */
  failures = []
  #results
  #done

  constructor() {
    this.whole = new Promise(resolve => {
      this.#done = resolve
    })
    this.parser = new Parser(results => {
      this.#results = results
      if (results.count === 0 && hasReason(results.plan))
        this.skips.push({ name: '', why: results.plan.skipReason })
      this.#done()
    })
    this.#listen(this.parser)
  }

  /** What is wrong with the stream as a whole, or null. Valid once `whole` has resolved. */
  get complaint() {
    const { ok, count, plan, failures, bailout } = this.#results
    if (bailout) return `bailed out: ${bailout}`
    if (!ok) return failures.map(({ tapError }) => tapError).join(', ') || 'not ok'
    return count > 0 || hasReason(plan) ? null : 'asserted nothing'
  }

  /** @returns {() => { points: number, hasFailed: boolean }} the result of this level and those below, at its end */
  #listen(parser) {
    let points = 0
    let below = null
    parser.on('child', child => {
      below = this.#listen(child)
    })
    parser.on('assert', result => {
      points += 1
      if (result.skip !== false || result.todo !== false)
        this.skips.push({ name: result.fullname, why: reasonOf(result) })
      else if (!result.closingTestPoint) this.#count(result)
      else this.#close(result, below())
    })
    const failuresBefore = this.failures.length
    return () => ({ points, hasFailed: this.failures.length > failuresBefore })
  }

  #count(result) {
    if (result.ok) this.passed += 1
    else this.failures.push(failureText(result))
  }

  /** The end of a subtest counts only if its assertions do not show the failure. */
  #close(result, { points, hasFailed }) {
    if (points === 0 && result.ok) this.failures.push(`${result.fullname}: asserted nothing`)
    else if (!result.ok && !hasFailed) this.failures.push(failureText(result))
  }
}

function reasonOf({ skip, todo }) {
  return [skip, todo].find(why => typeof why === 'string') ?? 'no reason given'
}

/** A test file that skips itself gives a reason; for an empty one tap gives `no tests found`. */
function hasReason({ skipAll, skipReason }) {
  return skipAll && skipReason !== '' && skipReason !== 'no tests found'
}

function failureText({ fullname, diag }) {
  const { at, diff, found, wanted, source, stack, expired } = diag ?? {}
  return [
    at?.fileName === undefined ? fullname : `${fullname} (${at.fileName}:${at.lineNumber})`,
    expired === undefined ? '' : 'timed out',
    diff ?? '',
    diff === undefined && found !== undefined ? `found:  ${shown(found)}` : '',
    diff === undefined && wanted !== undefined ? `wanted: ${shown(wanted)}` : '',
    source ?? '',
    stack ?? '',
  ]
    .filter(text => text !== '')
    .map((text, index) => (index === 0 ? text : text.trimEnd().replace(/^/gm, '  ')))
    .join('\n')
}

function shown(value) {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
