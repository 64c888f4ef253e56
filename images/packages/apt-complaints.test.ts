import t from 'tap'
import { InfraError, UsageError } from '../../src/model/errors.ts'
import { explainUpdate } from './apt-complaints.ts'

const source = {
  name: 'debian:x',
  label: 'debian-x',
  distribution: 'debian',
  suite: 'x',
  sources: [{ uri: 'http://mirror.example/debian', suite: 'x', components: ['main'] }],
}

/** What apt 2.6.1 really wrote, with the mirror's name changed. */
const said = {
  unsigned: `W: GPG error: http://mirror.example/debian trixie InRelease: The following signatures couldn't be verified because the public key is not available: NO_PUBKEY 6ED0E7B82643E131
E: The repository 'http://mirror.example/debian trixie InRelease' is not signed.`,
  missing: "E: The repository 'http://mirror.example/debian nosuch Release' does not have a Release file.",
  refused:
    'E: Failed to fetch http://127.0.0.1:9/debian/dists/bookworm/InRelease  Could not connect to 127.0.0.1:9 (127.0.0.1). - connect (111: Connection refused)\nE: Some index files failed to download. They have been ignored, or old ones used instead.',
  forbidden: `E: Failed to fetch http://mirror.example/debian/dists/trixie/InRelease  403  Forbidden [IP: 127.0.0.1 3128]
E: The repository 'http://mirror.example/debian trixie InRelease' is not signed.`,
  full: 'E: Failed to fetch http://mirror.example/debian/dists/trixie/main/binary-amd64/Packages  Write error - write (28: No space left on device)',
  unresolved:
    "E: Failed to fetch http://nosuchhost.invalid/debian/dists/bookworm/InRelease  Could not resolve 'nosuchhost.invalid'",
}

void t.test("apt's complaints become one line of the right kind", async t => {
  const explain = (stderr: string, code = 100) => explainUpdate(source, { code, stdout: '', stderr })
  t.ok(explain(said.unsigned) instanceof InfraError)
  t.match(explain(said.unsigned)?.message, /not signed by a key .*NO_PUBKEY/)
  t.ok(explain(said.missing) instanceof UsageError)
  t.match(explain(said.missing)?.message, /no suite 'x'/)
  t.ok(explain(said.refused) instanceof InfraError)
  t.match(explain(said.refused)?.message, /Connection refused.*check the network/)
  t.match(explain(said.unresolved)?.message, /Could not resolve/)
  t.match(explain(said.forbidden)?.message, /403 {2}Forbidden.*check the network and apt's proxy/)
  t.match(explain(said.full)?.message, /free some space on the disk/)
  for (const text of Object.values(said)) t.notMatch(explain(text)?.message, /\n/)
})

void t.test('an older apt only warns, and ends with 0, when lists are missing', async t => {
  const warned = said.refused.replaceAll('E: ', 'W: ')
  t.ok(explainUpdate(source, { code: 0, stdout: '', stderr: warned }) instanceof InfraError)
  t.equal(explainUpdate(source, { code: 0, stdout: 'Reading package lists...', stderr: '' }), undefined)
})
