import { availableParallelism } from 'node:os'

const cores = Math.min(8, availableParallelism())

const named = (...names) => new RegExp(`^test/(${names.join('|').replaceAll('.', '\\.')})\\.test\\.ts$`)

/** Tests of commands, pages and files. */
const withoutGuests = named(
  ...['backends-released', 'bisect-page', 'cache', 'command-line', 'completion', 'contracts'],
  ...['docs', 'docs-pages', 'downloads', 'golden-0.1.0', 'named-qemus', 'nightly-files', 'old-node'],
  ...['own-case', 'page'],
  ...['set-up', 'show', 'skip', 'workflows'],
)
const isInTest = path => /^test\/[^/]*$/.test(path)

/**
 * The test files of each suite, by the paths of their sources, and how many run at a time. A limit ends what hangs: on two
 * quiet cores the slowest file takes less than a quarter of it.
 *
 * @type {Record<string, { has: (path: string) => boolean, jobs: number, timeoutMs: number }>}
 */
export const suites = {
  unit: {
    has: path => /^(src|cases|images)\//.test(path),
    ...{ jobs: cores + 1, timeoutMs: 180_000 },
  },
  'without guests': {
    has: path => withoutGuests.test(path),
    ...{ jobs: cores + 1, timeoutMs: 360_000 },
  },
  'with guests': {
    has: path => isInTest(path) && !withoutGuests.test(path),
    // Guests wait most of the time.
    ...{ jobs: cores + 1, timeoutMs: 720_000 },
  },
  long: { has: path => path.startsWith('test/long/'), jobs: 1, timeoutMs: 2_700_000 },
}
