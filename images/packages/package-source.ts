import { UsageError } from '../../src/model/errors.ts'
import type { AptSource } from './apt-sources.ts'
import type { Machine } from './machine.ts'

/** A set of apt sources to fetch from, and how it is called. */
export interface PackageSource {
  /** As asked for: `debian:trixie`, `native`. */
  readonly name: string
  /** `<distribution>-<suite>`, a folder's name. */
  readonly label: string
  readonly distribution: string
  readonly suite: string
  readonly sources: readonly AptSource[]
  /** Prefer this suite's versions over all others (apt's `-t`): backports are never chosen by themselves. */
  readonly target?: string
}

/**
 * Turns `debian:SUITE` or `native` into apt sources, all taken from the machine's own configuration:
 * another suite of Debian comes from the very mirror that the machine uses for its own.
 *
 * @throws UsageError for a name of another form, or a distribution this machine has no mirror of.
 */
export function packageSource(name: string, machine: Machine): PackageSource {
  if (name === 'native') return native(machine)
  const suite = debianSuite(name)
  return suite === machine.codename && machine.distribution === 'debian'
    ? { ...native(machine), name }
    : debian(name, suite, machine)
}

/** The suite of `debian:SUITE`. Throws UsageError for a name of another form. */
export function debianSuite(name: string): string {
  const suite = /^debian:([a-z][a-z0-9.-]*)$/.exec(name)?.[1]
  if (suite !== undefined) return suite
  throw new UsageError(
    `'${name}' is not a source of packages: expected debian:SUITE (such as debian:bookworm) or native`,
  )
}

function native(machine: Machine): PackageSource {
  const { distribution, codename } = machine
  const suites = ['', '-updates', '-security'].map(end => codename + end)
  const sources = ofTheDistribution(machine).filter(({ suite }) => suites.includes(suite))
  if (codename === '' || !sources.some(({ suite }) => suite === codename)) {
    throw new UsageError(
      `this machine's apt sources have no suite '${codename}' (VERSION_CODENAME of /etc/os-release): name one, such as debian:bookworm`,
    )
  }
  return { name: 'native', label: `${distribution}-${codename}`, distribution, suite: codename, sources }
}

function debian(name: string, suite: string, machine: Machine): PackageSource {
  const known = ofTheDistribution(machine).filter(source => isDebians(source, machine))
  const mains = known.filter(source => !isSecurity(source))
  const main = mains.find(source => source.suite === machine.codename) ?? mains[0]
  if (main === undefined) {
    throw new UsageError(
      `'${name}' needs a Debian mirror, and this machine's apt has none (it is ${machine.distribution} ${machine.codename}): write native, or add a Debian source to apt`,
    )
  }
  const signedBy = machine.debianKeyring ?? main.signedBy
  const from = (uri: string, its: string) => ({
    uri,
    suite: its,
    components: ['main'],
    ...(signedBy === undefined ? {} : { signedBy }),
  })
  const base = suite.replace(/-backports(-sloppy)?$/, '')
  const security = known.find(isSecurity)
  return {
    name,
    label: `debian-${suite}`,
    distribution: 'debian',
    suite,
    sources: [
      from(main.uri, base),
      ...(base === suite ? [] : [from(main.uri, suite)]),
      // The rolling suites have no security archive of their own.
      ...(security === undefined || ROLLING.includes(base) ? [] : [from(security.uri, `${base}-security`)]),
    ],
    ...(base === suite ? {} : { target: suite }),
  }
}

const ROLLING = ['sid', 'unstable', 'experimental']

/** Leaves out what other vendors add: their packages must not get in between, and may be slow or gone. */
function ofTheDistribution({ sources }: Machine): AptSource[] {
  const own = sources.filter(
    ({ components, signedBy }) =>
      components.includes('main') &&
      (signedBy === undefined ||
        signedBy.includes('BEGIN PGP') ||
        /\b(debian|ubuntu)-archive/.test(signedBy)),
  )
  // A company's mirror may be signed with the company's key.
  return own.length > 0 ? own : sources.filter(({ components }) => components.includes('main'))
}

function isDebians({ uri, suite, signedBy }: AptSource, machine: Machine): boolean {
  if (signedBy?.includes('debian-archive') === true || /\/debian(-security)?\/?$/.test(uri)) return true
  return machine.distribution === 'debian' && suite.startsWith(machine.codename)
}

function isSecurity({ suite }: AptSource): boolean {
  // Until buster the suite was called buster/updates.
  return suite.endsWith('-security') || suite.endsWith('/updates')
}
