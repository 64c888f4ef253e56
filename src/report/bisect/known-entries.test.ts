import t from 'tap'
import type { BisectEdge } from '../../model/contract/bisect-report.ts'
import { chain, edge, report, several } from './bisect-report.fixture.ts'
import { knownEntries, knownText } from './known-entries.ts'

const [frozen, stuck] = chain
const of = (...edges: readonly [BisectEdge, ...BisectEdge[]]) =>
  knownEntries({ ...report, edges: [...edges] })

void t.test('a failure has the releases from the change that began it to the one that ended it', t => {
  t.same(of(edge), [
    { qemu: '>=9.2.0', symptom: 'freeze', why: 'since aaaaaaaaaaaa (chardev: write at once)' },
  ])
  t.same(of({ ...frozen, release: 'v1.5.0' }, { ...stuck, release: 'v1.6.1' }), [
    { qemu: '<1.5.0', symptom: 'freeze', why: 'until aaaaaaaaaaaa (chardev: write at once)' },
    {
      ...{ qemu: '>=1.5.0 <1.6.1', symptom: 'stuck', sometimes: true },
      why: 'since aaaaaaaaaaaa (chardev: write at once), until cccccccccccc (virtio-serial: go on)',
    },
  ])
  t.end()
})

void t.test('what no release has is left out', t => {
  t.same(
    of({ ...frozen, release: 'v1.5.0' }, { ...stuck, release: 'v1.5.0' }).map(({ qemu }) => qemu),
    ['<1.5.0'],
  )
  const { release: _, ...unreleased } = edge
  t.same(of(unreleased), [])
  t.same(of(several), [])
  t.end()
})

void t.test('what was there before and is fixed in no release yet, is in all', t => {
  const { release: _, ...fixed } = edge
  t.same(
    of({ ...fixed, from: 'freeze', to: 'pass' }).map(({ qemu }) => qemu),
    ['*'],
  )
  t.end()
})

void t.test('a failure with an end that is not known is left out', t => {
  const begun = { ...edge, release: 'v1.4.0', to: 'freeze' } as const
  const ended = { ...stuck, release: 'v1.6.0', from: 'freeze', to: 'pass' } as const
  t.same(
    of(begun, ended).map(({ qemu }) => qemu),
    ['>=1.4.0 <1.6.0'],
  )
  t.same(of(begun, { ...ended, oneOf: [{ rev: 'a' }, { rev: 'b' }] }), [], 'it ended somewhere in a zone')
  t.same(of(begun, { ...ended, unfinished: true }), [], 'its end was not checked')
  t.same(of(begun, { ...ended, from: 'stuck' }), [], 'something else came between')
  t.end()
})

void t.test('versions of a list', t => {
  const { release: _, rev: __, subject: ___, ...rest } = edge
  const classes = [{ class: 'stuck', runs: 4 }] as const
  const before = { ...stuck.before, classes, version: '10.0.13 (debian-trixie)' }
  const after = { ...edge.after, version: '11.1.3 (debian-sid)' }
  t.same(of({ ...rest, from: 'stuck', to: 'pass', version: after.version, before, after }), [
    {
      ...{ qemu: '<11.1.3', symptom: 'stuck' },
      why: 'until 11.1.3 (debian-sid), the next that was tested after 10.0.13 (debian-trixie)',
    },
  ])
  t.end()
})

void t.test('as lines for a case file', t => {
  t.equal(
    knownText({ ...report, edges: [{ ...edge, subject: "don't \\ wait" }] }),
    "known: [\n  { qemu: '>=9.2.0', symptom: 'freeze', why: 'since aaaaaaaaaaaa (don\\'t \\\\ wait)' },\n],\n",
  )
  t.end()
})
