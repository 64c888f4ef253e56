import type { CellResult } from '../../model/contract/result.ts'
import { isUnexpected } from '../exit-code.ts'
import { type AboutCase, knownFor, knownText } from './about-case.ts'
import { type Markup, markup } from './markup.ts'

const passes = 'it passes on this version'

/**
 * What the case documents for the version of a cell, and whether this is what happened. Null if it is not known, or does
 * not fit the verdict: an older tool may have documented something else when it judged.
 */
export function documentedMarkup(result: CellResult, about: AboutCase | null): Markup | null {
  if (about === null || about.known === null) return null
  const here = knownFor(result.qemu.version, about.known)
  const failures = here.map(knownText).join(' · ')
  if (isUnexpected(result)) {
    const isDocumented =
      result.outcome === 'pass'
        ? here.every(({ sometimes }) => sometimes)
        : here.some(({ symptom }) => symptom === result.symptom)
    if (isDocumented) return null
    return line(
      'unexpected',
      'not as documented',
      `the case documents: ${failures === '' ? passes : failures}`,
    )
  }
  if (result.outcome === 'fail') {
    const own = here.filter(({ symptom }) => symptom === result.symptom)
    return own.length === 0 ? null : line('documented', 'as documented', own.map(knownText).join(' · '))
  }
  if (result.outcome !== 'pass') return line('skip', 'documented', failures === '' ? passes : failures)
  if (failures === '') return line('pass', 'as documented', passes)
  // Otherwise a pass is documented only besides failures of some runs, or of one side of a development version.
  const mayPass = here.every(({ sometimes }) => sometimes) || result.untried
  return mayPass ? line('pass', 'as documented', `it passes, or has: ${failures}`) : null
}

function line(state: string, name: string, text: string): Markup {
  return markup`<p class="why"><span class="badge ${state}">${name}</span> ${text}</p>`
}
