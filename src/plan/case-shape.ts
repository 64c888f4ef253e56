import type { Backend } from '../model/backend.ts'
import type { CaseDefinition, Known } from '../model/case.ts'
import { type Expectation, moments } from '../model/expectation.ts'
import type { Frontend } from '../model/frontend.ts'
import { symptoms } from '../model/verdict.ts'
import { isRange } from '../model/version.ts'
import { boolean, type Complaint, is, listOf, method, object, oneOf, optional, text } from './shape.ts'

const backend = object<Backend>('a chardev such as unix({ server: true })', {
  name: text,
  needs: text,
  since: optional(text),
  options: method,
  address: method,
  typed: method,
  prepare: method,
})

const frontend = object<Frontend>("a frontend such as virtserialport({ name: 'test0', nr: 2 })", {
  name: text,
  needs: listOf(text),
  devices: method,
  port: text,
  isFile: boolean,
  whenFull: oneOf('throttles', 'drops', 'blocks the guest'),
})

const known = object<Known>(
  'an object with qemu, symptom and why',
  {
    qemu: is("a range of versions such as '<1.5.0', or '*'", isRange),
    symptom: oneOf(...symptoms),
    why: text,
  },
  { closed: true },
)

const shellText = optional(is('shell text', value => typeof value === 'string'))
const expectation = object<Expectation>('an expectation such as alive(), or an object with name and judge', {
  name: text,
  judge: method,
  checks: optional(
    object('shell text by moment', Object.fromEntries(moments.map(one => [one, shellText])), {
      closed: true,
    }),
  ),
  typed: optional(method),
})

const definition = object<CaseDefinition>(
  'a case: export default defineCase({ … })',
  {
    title: text,
    page: optional(text),
    chardev: backend,
    frontend,
    known: optional(listOf(known)),
    script: method,
    expect: (value, field) =>
      listOf(expectation)(value, field) ?? is('at least one expectation', hasMembers)(value, field),
  },
  { closed: true },
)

/** What is wrong with what a case's file exports, or null: unknown, missing and wrong fields, the first of them. */
export function complaintAbout(value: unknown): Complaint | null {
  return definition(value, '')
}

function hasMembers(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0
}
