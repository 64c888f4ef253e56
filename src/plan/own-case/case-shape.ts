import type { Backend } from '../../model/case/backend.ts'
import type { CaseDefinition, Wiring } from '../../model/case/case.ts'
import { type Expectation, moments } from '../../model/case/expectation.ts'
import type { Frontend } from '../../model/case/frontend.ts'
import { known } from '../../model/case/known.ts'
import * as s from '../../model/contract/schema.ts'

/** A check for each field of a type: the compiler demands one for a field that is added to the type. */
type Fields<Type> = { readonly [Field in keyof Type]-?: s.Schema }

const method = s.functions(s.wanted('a function'))

const release = s.matching(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/, "a release of QEMU such as '2.10.0'")

const backend = {
  name: s.line,
  needs: s.line,
  since: s.orUndefined(release),
  options: method,
  address: method,
  typed: method,
  prepare: method,
} satisfies Fields<Backend>

const frontend = {
  name: s.line,
  needs: s.listOf(s.line),
  devices: method,
  port: s.line,
  isFile: s.truth,
  whenFull: s.oneOf(['throttles', 'drops', 'blocks the guest']),
} satisfies Fields<Frontend>

const portName = s.matching(
  /^(?!(foo|test0|sock|data)$)[a-z][a-z0-9]*$/,
  "a name of lower-case letters and digits, such as 'other'",
)

const shellText = s.orUndefined(s.text)
const expectation = {
  name: s.line,
  judge: method,
  checks: s.orUndefined(
    s.closed(Object.fromEntries(moments.map(one => [one, shellText])), 'shell text by moment'),
  ),
  checksBeside: s.orUndefined(method),
  typed: s.orUndefined(method),
  port: s.orUndefined(portName),
} satisfies Fields<Expectation>

const wiring = {
  chardev: s.record(backend, 'a chardev such as unix({ server: true })'),
  frontend: s.record(frontend, "a frontend such as virtserialport({ name: 'test0', nr: 2 })"),
} satisfies Fields<Wiring>

const definition = {
  title: s.line,
  page: s.orUndefined(s.line),
  ...wiring,
  ports: s.orUndefined(s.dictionary(portName, s.closed(wiring, 'an object with chardev and frontend'))),
  since: s.orUndefined(release),
  resets: s.orUndefined(s.truth),
  migrates: s.orUndefined(s.truth),
  known: s.orUndefined(s.listOf(known)),
  script: method,
  expect: s.atLeastOne(
    s.record(expectation, 'an expectation such as alive(), or an object with name and judge'),
    'expectation',
  ),
} satisfies Fields<CaseDefinition>

const caseDefinition = s.closed(definition, 'a case: export default defineCase({ … })')

/** The first unknown, missing or wrong field in the export of a case file, or null. */
export function complaintAbout(value: unknown): s.Complaint | null {
  return s.complaint(caseDefinition, value) ?? complaintAboutPorts(value as CaseDefinition)
}

/** A further port without an expectation would not be judged; an expectation about no port of the case would always hold. */
function complaintAboutPorts({ ports = {}, expect }: CaseDefinition): s.Complaint | null {
  const names = Object.keys(ports)
  const unknown = expect.findIndex(({ port }) => port !== undefined && !names.includes(port))
  if (unknown !== -1) {
    const known = names.join(', ') || 'it has none'
    const text = `expected a further port of the case (${known}), got '${expect[unknown]?.port}'`
    return { field: `expect[${unknown}]`, text, isMissing: false }
  }
  const unjudged = names.find(name => !expect.some(({ port }) => port === name))
  if (unjudged === undefined) return null
  const text = `expected at least one expectation about each further port, such as onPort('${unjudged}', intact(…)), got none for '${unjudged}'`
  return { field: 'ports', text, isMissing: false }
}
