import type { Case } from '../../model/case/case.ts'
import { type Known, whereKnown } from '../../model/case/known.ts'
import type { History } from '../../model/contract/observation.ts'
import { runOf } from '../../model/contract/observation.ts'
import type { CellResult } from '../../model/contract/result.ts'
import { inRange, nextRelease } from '../../model/value/version.ts'

/** A case as the page needs it; a definition that commands have is one. */
export type DocumentedCase = Pick<Case, 'id' | 'file' | 'title' | 'page' | 'known'> & {
  readonly chardev: { readonly name: string }
  readonly frontend: { readonly name: string }
}

/** What the page says about the case of a cell. */
export interface AboutCase {
  readonly title: string
  /** The heading of the wiki page that it reproduces. */
  readonly heading: string | null
  /** `unix server` */
  readonly chardev: string
  /** The kind of chardev: `unix`. */
  readonly backend: string
  readonly frontend: string
  /** A link to its documentation; null without pages of docs, and for a case of the user's own. */
  readonly docs: string | null
  /** The documented failures; null without its definition. */
  readonly known: readonly Known[] | null
}

/**
 * What is known of a cell's case: from its definition, or else from the journal; null if there is neither. `docs`: where
 * the pages of `chardev-fc docs` are, or null.
 */
export function aboutCase(
  result: CellResult,
  cases: readonly DocumentedCase[],
  history: History,
  docs: string | null,
): AboutCase | null {
  const defined = cases.find(({ id, file }) => id === result.case && file?.path === result.file)
  if (defined !== undefined) {
    const { title, page, chardev, frontend, known } = defined
    return {
      ...told(title, chardev.name, frontend.name),
      heading: page ?? null,
      docs: docs === null || defined.file !== undefined ? null : `${docs}/cases.html#${defined.id}`,
      known: known ?? [],
    }
  }
  const run = runOf(history)
  return run === undefined
    ? null
    : { ...told(run.title, run.chardev, run.frontend), heading: null, docs: null, known: null }
}

/** The failures documented for a version; of a development version, also those of the release that it leads to. */
export function knownFor(version: string, known: readonly Known[]): readonly Known[] {
  const versions = [version, nextRelease(version) ?? version]
  return known.filter(({ qemu }) => qemu === '*' || versions.some(one => inRange(one, qemu)))
}

/** `freeze on QEMU <1.5.0: the chardev layer had no flow control` */
export function knownText(known: Known): string {
  return `${known.symptom} on ${whereKnown(known)}: ${known.why}`
}

function told(title: string, chardev: string, frontend: string) {
  return { title, chardev, backend: /^[^ ,]*/.exec(chardev)?.[0] ?? chardev, frontend }
}
