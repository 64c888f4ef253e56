import t from 'tap'
import { UsageError } from '../../src/model/errors.ts'
import type { AptSource } from './apt-sources.ts'
import type { Machine } from './machine.ts'
import { packageSource } from './package-source.ts'

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'
const from = (uri: string, suite: string, signedBy?: string): AptSource => ({
  uri,
  suite,
  components: ['main'],
  ...(signedBy === undefined ? {} : { signedBy }),
})

const bookworm: Machine = {
  distribution: 'debian',
  codename: 'bookworm',
  debianKeyring: keyring,
  sources: [
    from('http://vendor.example', 'bookworm', '/usr/share/keyrings/vendor.gpg'),
    from('http://mirror.example/debian', 'bookworm', keyring),
    from('http://mirror.example/debian', 'bookworm-updates', keyring),
    from('http://mirror.example/debian', 'bookworm-backports', keyring),
    from('http://mirror.example/debian-security', 'bookworm-security', keyring),
    from('http://cloud.example/apt', 'cloud-sdk-bookworm'),
  ],
}

const ubuntuKeyring = '/usr/share/keyrings/ubuntu-archive-keyring.gpg'
const noble: Machine = {
  distribution: 'ubuntu',
  codename: 'noble',
  sources: [
    from('http://mirror.example/ubuntu', 'noble', ubuntuKeyring),
    from('http://mirror.example/ubuntu', 'noble-updates', ubuntuKeyring),
    from('http://mirror.example/ubuntu', 'noble-backports', ubuntuKeyring),
    from('http://security.example/ubuntu', 'noble-security', ubuntuKeyring),
  ],
}

const lines = (name: string, machine: Machine) =>
  packageSource(name, machine).sources.map(({ uri, suite }) => `${uri} ${suite}`)

void t.test("native is the machine's own release: no backports, no other vendors", async t => {
  t.same(lines('native', bookworm), [
    'http://mirror.example/debian bookworm',
    'http://mirror.example/debian bookworm-updates',
    'http://mirror.example/debian-security bookworm-security',
  ])
  t.same(lines('native', noble), [
    'http://mirror.example/ubuntu noble',
    'http://mirror.example/ubuntu noble-updates',
    'http://security.example/ubuntu noble-security',
  ])
  t.equal(packageSource('native', noble).label, 'ubuntu-noble')
})

void t.test(
  "another suite of Debian comes from the machine's own mirror, checked with Debian's keys",
  async t => {
    const trixie = packageSource('debian:trixie', bookworm)
    t.same(trixie.sources, [
      from('http://mirror.example/debian', 'trixie', keyring),
      from('http://mirror.example/debian-security', 'trixie-security', keyring),
    ])
    t.equal(trixie.label, 'debian-trixie')
    t.same(lines('debian:sid', bookworm), ['http://mirror.example/debian sid'])
  },
)

void t.test('backports need their release, and are preferred to it', async t => {
  const backports = packageSource('debian:bookworm-backports', bookworm)
  t.equal(backports.target, 'bookworm-backports')
  t.same(lines('debian:bookworm-backports', bookworm), [
    'http://mirror.example/debian bookworm',
    'http://mirror.example/debian bookworm-backports',
    'http://mirror.example/debian-security bookworm-security',
  ])
})

void t.test("a company's mirror with the company's key is taken when there is no other", async t => {
  const sources = [from('http://apt.corp.example/proxy', 'bookworm', '/etc/corp.gpg')]
  t.same(lines('native', { ...bookworm, sources }), ['http://apt.corp.example/proxy bookworm'])
})

void t.test('what cannot be had is said', async t => {
  const refused: [string, Machine, RegExp][] = [
    ['trixie', bookworm, /expected debian:SUITE/],
    ['debian:../x', bookworm, /expected debian:SUITE/],
    ['debian:trixie', noble, /has none \(it is ubuntu noble\)/],
    ['native', { ...bookworm, codename: 'forky' }, /no suite 'forky'/],
  ]
  for (const [name, machine, message] of refused) {
    t.throws(() => packageSource(name, machine), message)
    t.throws(() => packageSource(name, machine), UsageError)
  }
})
