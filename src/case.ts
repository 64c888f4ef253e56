import type { Case, CaseDefinition } from './model/case.ts'

/** Declares a scenario. Its id is the name of its file. */
export function defineCase(definition: CaseDefinition): CaseDefinition {
  return definition
}

export type { Case }
