import t from 'tap'
import type { Known } from '../../model/case/known.ts'
import type { CellResult } from '../../model/contract/result.ts'
import { frozen, passed } from '../result.fixture.ts'
import type { AboutCase } from './about-case.ts'
import { documentedMarkup } from './documented-markup.ts'

const old: Known = { qemu: '<1.5.0', symptom: 'loss', why: 'no flow control' }
const freezes: Known = { qemu: '>=2.8.0', symptom: 'freeze', why: 'a blocking write' }
const sometimes: Known = { ...freezes, sometimes: true }
const about = (...known: readonly Known[]): AboutCase => ({
  title: 'a title',
  heading: null,
  docs: null,
  chardev: 'unix server',
  backend: 'unix',
  frontend: 'virtserialport',
  known,
})
const told = (result: CellResult, ...known: readonly Known[]) =>
  documentedMarkup(result, about(...known))?.text.replaceAll(/<[^>]*>/g, '') ?? null

void t.test('what is documented for this version, and whether it happened', async t => {
  t.equal(told(passed(), old), 'as documented it passes on this version')
  t.equal(told(frozen(), old, freezes), 'as documented freeze on QEMU &gt;=2.8.0: a blocking write')
  t.equal(
    told(passed({ expected: false }), old, freezes),
    'not as documented the case documents: freeze on QEMU &gt;=2.8.0: a blocking write',
  )
  t.equal(
    told(frozen({ expected: false }), old),
    'not as documented the case documents: it passes on this version',
  )
  t.equal(
    told(passed({ outcome: 'inconclusive' }), freezes),
    'documented freeze on QEMU &gt;=2.8.0: a blocking write',
  )
  t.equal(
    told(passed({ sometimes: true }), sometimes),
    'as documented it passes, or has: freeze on QEMU &gt;=2.8.0, in some runs: a blocking write',
  )
})

void t.test('of a development version, also what the release will have', async t => {
  const next = { ...freezes, qemu: '>=11.2.0' }
  const qemu = { label: 'mine', path: '/mine', version: '11.1.50' }
  t.match(told(passed({ qemu, untried: true }), next), 'it passes, or has: freeze on QEMU &gt;=11.2.0')
})

void t.test('nothing is said that contradicts the verdict of an older tool, or is not known', async t => {
  t.equal(told(passed(), freezes), null)
  t.equal(told(frozen(), old), null)
  t.equal(told(passed({ expected: false }), old), null)
  t.equal(told(passed({ expected: false }), sometimes), null)
  t.equal(told(frozen({ expected: false }), freezes), null)
  t.equal(documentedMarkup(passed(), { ...about(), known: null }), null)
  t.equal(documentedMarkup(passed(), null), null)
})
