import t from 'tap'
import { formatSources, parseSources } from './apt-sources.ts'

const ubuntu = `# Ubuntu sources
Types: deb
URIs: http://archive.example.org/ubuntu/
Suites: noble noble-updates
Components: main universe
Signed-By: /usr/share/keyrings/ubuntu-archive-keyring.gpg

Types: deb deb-src
URIs: http://security.example.org/ubuntu/
Suites: noble-security
Components: main
Signed-By: /usr/share/keyrings/ubuntu-archive-keyring.gpg

Types: deb
Enabled: no
URIs: http://off.example.org/
Suites: noble
Components: main
`

void t.test("Ubuntu's stanzas: every suite, archive and security, nothing that is off", async t => {
  const found = parseSources('ubuntu.sources', ubuntu)
  t.same(
    found.map(({ uri, suite }) => `${uri} ${suite}`),
    [
      'http://archive.example.org/ubuntu/ noble',
      'http://archive.example.org/ubuntu/ noble-updates',
      'http://security.example.org/ubuntu/ noble-security',
    ],
  )
  t.same(found[0]?.components, ['main', 'universe'])
  t.same(parseSources('again.sources', formatSources(found)), found, 'what is written is read back')
})

void t.test('one-line style: options, comments, and no source packages', async t => {
  const text = `deb [signed-by=/k.gpg arch=amd64] http://deb.example.org/debian bookworm main contrib # why
# deb http://off.example.org/ bookworm main
deb-src http://deb.example.org/debian bookworm main
`
  const found = parseSources('sources.list', text)
  t.equal(found.length, 1)
  t.match(found[0], {
    uri: 'http://deb.example.org/debian',
    suite: 'bookworm',
    components: ['main', 'contrib'],
    signedBy: '/k.gpg',
  })
})

void t.test('a comment inside a stanza, and a key written out over several lines, as apt allows', async t => {
  const key = '\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQINBF\n -----END PGP PUBLIC KEY BLOCK-----'
  const text = `Types: deb
# http://snapshot.example.org/archive
uris: http://deb.example.org/debian
Suites: bookworm
Components: main
Signed-By:${key}
`
  const found = parseSources('debian.sources', text)
  t.same(found, [
    { uri: 'http://deb.example.org/debian', suite: 'bookworm', components: ['main'], signedBy: key },
  ])
  t.same(parseSources('again.sources', formatSources(found))[0]?.signedBy?.trim(), key.trim())
})

void t.test('sources for other architectures only are left out, in both styles', async t => {
  const lines = `deb [arch=arm64,armhf] http://ports.example.org/ubuntu noble main
deb [ arch=i386,amd64 signed-by=/k.gpg ] http://archive.example.org/ubuntu noble main
`
  const stanzas = `Types: deb
URIs: http://ports.example.org/ubuntu
Suites: noble
Components: main
Architectures: arm64 armhf

Types: deb
URIs: http://archive.example.org/ubuntu
Suites: noble
Components: main
Architectures: i386 amd64
`
  for (const found of [parseSources('a.list', lines), parseSources('a.sources', stanzas)]) {
    const uris = found.map(({ uri }) => uri)
    t.same(uris, ['http://archive.example.org/ubuntu'])
  }
})
