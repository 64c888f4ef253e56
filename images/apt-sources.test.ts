import t from 'tap'
import { formatSources, parseSources } from './apt-sources.ts'

void t.test('one-line style', async t => {
  const text = `# deb http://commented.example/debian bookworm main
deb http://mirror.example/debian bookworm main contrib # why
deb-src http://mirror.example/debian bookworm main
 deb [arch=amd64 signed-by=/usr/share/keyrings/a.gpg,/usr/share/keyrings/b.gpg] http://mirror.example/s bookworm-security main

deb [trusted=no] file:/srv/flat ./
`
  t.same(parseSources('sources.list', text), [
    { uri: 'http://mirror.example/debian', suite: 'bookworm', components: ['main', 'contrib'] },
    {
      uri: 'http://mirror.example/s',
      suite: 'bookworm-security',
      components: ['main'],
      signedBy: '/usr/share/keyrings/a.gpg /usr/share/keyrings/b.gpg',
    },
    { uri: 'file:/srv/flat', suite: './', components: [] },
  ])
})

void t.test('deb822 style as Ubuntu ships it', async t => {
  const text = `# See the documentation.
Types: deb
URIs: http://mirror.example/ubuntu/
Suites: noble noble-updates noble-backports
Components: main restricted universe multiverse
Signed-By: /usr/share/keyrings/ubuntu-archive-keyring.gpg

## Security
Types: deb deb-src
URIs: http://security.example/ubuntu/
Suites: noble-security
Components: main universe
Signed-By: /usr/share/keyrings/ubuntu-archive-keyring.gpg
`
  const sources = parseSources('ubuntu.sources', text)
  t.same(
    sources.map(({ uri, suite }) => `${uri} ${suite}`),
    [
      'http://mirror.example/ubuntu/ noble',
      'http://mirror.example/ubuntu/ noble-updates',
      'http://mirror.example/ubuntu/ noble-backports',
      'http://security.example/ubuntu/ noble-security',
    ],
  )
  t.same(sources[0]?.components, ['main', 'restricted', 'universe', 'multiverse'])
  t.equal(sources[3]?.signedBy, '/usr/share/keyrings/ubuntu-archive-keyring.gpg')
})

void t.test(
  'deb822: a comment inside a stanza, a stanza switched off, a field over several lines',
  async t => {
    const key = '\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQINBF\n -----END PGP PUBLIC KEY BLOCK-----'
    const text = `Types: deb
# http://snapshot.example/archive
uris: http://mirror.example/debian
Suites: bookworm
Components: main
Signed-By:${key}

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main

Types: deb-src
URIs: http://src.example/debian
Suites: bookworm
Components: main
`
    t.same(parseSources('x.sources', text), [
      { uri: 'http://mirror.example/debian', suite: 'bookworm', components: ['main'], signedBy: key },
    ])
  },
)

void t.test('what is written reads as what was meant', async t => {
  const sources = [
    { uri: 'http://a.example/debian', suite: 'sid', components: ['main'], signedBy: '/k.gpg' },
    { uri: 'http://b.example/debian', suite: 'x-security', components: ['main', 'universe'] },
  ]
  t.same(parseSources('apt.sources', formatSources(sources)), sources)
})
