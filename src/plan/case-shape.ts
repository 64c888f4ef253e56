import type { Backend } from '../model/backend.ts'
import type { CaseDefinition } from '../model/case.ts'
import type { Expectation } from '../model/expectation.ts'
import type { Frontend } from '../model/frontend.ts'
import { known } from '../model/known.ts'
import {
  atLeastOne,
  type Complaint,
  closed,
  complaint,
  custom,
  functions,
  line,
  listOf,
  oneOf,
  orUndefined,
  record,
  type Schema,
  truth,
  wanted,
} from '../model/schema.ts'

/** A check for each field of a type, so that a field that is added to the type is added to its check. */
type Fields<Type> = { readonly [Field in keyof Type]-?: Schema }

const method = functions(wanted('a function'))
const wholeBytes = custom<number>(Number.isSafeInteger, wanted('a number of bytes'))

const backend = {
  name: line,
  needs: line,
  since: orUndefined(line),
  options: method,
  address: method,
  typed: method,
  prepare: method,
} satisfies Fields<Backend>

const frontend = {
  name: line,
  needs: listOf(line),
  devices: method,
  port: line,
  isFile: truth,
  whenFull: oneOf(['throttles', 'drops', 'blocks the guest']),
} satisfies Fields<Frontend>

const expectation = {
  name: line,
  wants: orUndefined(listOf(record({ kind: line }, 'a payload such as zeros(...)'))),
  mostGrowth: orUndefined(wholeBytes),
  judge: method,
} satisfies Fields<Expectation>

const definition = {
  title: line,
  page: orUndefined(line),
  chardev: record(backend, 'a chardev such as unix({ server: true })'),
  frontend: record(frontend, "a frontend such as virtserialport({ name: 'test0', nr: 2 })"),
  known: orUndefined(listOf(known)),
  script: method,
  expect: atLeastOne(
    record(expectation, 'an expectation such as alive(), or an object with name and judge'),
    'expectation',
  ),
} satisfies Fields<CaseDefinition>

const caseDefinition = closed(definition, 'a case: export default defineCase({ … })')

/** What is wrong with what a case's file exports, or null: unknown, missing and wrong fields, the first of them. */
export function complaintAbout(value: unknown): Complaint | null {
  return complaint(caseDefinition, value)
}
