import t from 'tap'
import type { Expectation } from '../model/case/expectation.ts'
import type { Observation } from '../model/contract/observation.ts'
import type { Finding } from '../model/contract/verdict.ts'
import { at, begin, cut, end, exited, type Part, story } from './stories/story.fixture.ts'
import { judgeCase } from './verdict.ts'

const says = (name: string, outcome: Finding['outcome'], symptom?: Finding['symptom']): Expectation => ({
  name,
  judge: () => ({ outcome, because: `${name} says ${outcome}`, ...(symptom ? { symptom } : {}) }),
})
const played = story(begin(), end(3000))
const freeze = { qemu: '<1.5.0', symptom: 'freeze', why: 'no flow control' } as const

t.test('the worst finding decides', async t => {
  const expect = [
    says('a', 'pass'),
    says('b', 'inconclusive'),
    says('c', 'fail'),
    says('d', 'fail', 'loss'),
    says('e', 'fail', 'freeze'),
  ]
  t.match(judgeCase({ expect }, played), { outcome: 'fail', symptom: 'freeze', because: 'e says fail' })
  t.match(judgeCase({ expect: expect.slice(0, 3) }, played), {
    outcome: 'fail',
    because: 'c says fail',
    expected: false,
  })
  t.match(judgeCase({ expect: expect.slice(0, 2) }, played), {
    outcome: 'inconclusive',
    because: 'b says inconclusive',
    expected: undefined,
  })
  t.match(judgeCase({ expect: [] }, played), { outcome: 'pass', findings: [{ name: 'played' }] })
})

t.test('a judge that throws is inconclusive', async t => {
  const broken: Expectation = {
    name: 'broken',
    judge: () => {
      throw new Error('oops')
    },
  }
  t.match(judgeCase({ expect: [broken, says('a', 'pass')] }, played), {
    outcome: 'inconclusive',
    because: /failed: oops/,
  })
})

t.test('a judge that gives back no finding is inconclusive', async t => {
  const all = [undefined, null, 'pass', {}, { outcome: 'passed', because: 'x' }, { outcome: 'pass' }]
  const more = [{ outcome: 'fail', symptom: 'sick', because: 'x' }, Promise.resolve({ outcome: 'pass' })]
  for (const value of [...all, ...more]) {
    const odd = { name: 'odd', judge: () => value } as unknown as Expectation
    t.match(judgeCase({ expect: [odd] }, played), {
      outcome: 'inconclusive',
      because: /'odd' failed: .*not a finding/,
    })
  }
})

t.test('a script that ended before one of its lines is inconclusive', async t => {
  const line = (edge: 'begin' | 'end') => at(2500, { kind: 'step', step: 1, edge, text: 'peer1 reads 1 MiB' })
  const verdict = judgeCase({ expect: [says('a', 'pass')] }, story(begin(), line('begin'), end(3000)))
  t.match(verdict, { outcome: 'inconclusive', because: /ended before 'peer1 reads 1 MiB' was done.*await/ })
  const whole = story(begin(), line('begin'), line('end'), end(3000))
  t.match(judgeCase({ expect: [says('a', 'pass')] }, whole), { outcome: 'pass' })
})

t.test('a documented failure is expected for its versions, and nothing else is', async t => {
  const on = (version: string, expectation: Expectation) =>
    judgeCase({ known: [freeze], expect: [expectation] }, story(begin({ version }), end(3000)))
  t.match(on('1.4.0', says('a', 'fail', 'freeze')), { expected: true, because: 'a says fail' })
  t.match(on('1.4.0', says('a', 'fail', 'loss')), {
    expected: false,
    because: /^documented: freeze .*failed with loss/,
  })
  t.match(on('1.4.0', says('a', 'pass')), { expected: false, because: /^documented: freeze .*it passed/ })
  t.match(on('1.4.0', says('a', 'inconclusive')), { expected: undefined })
  t.match(on('7.2.22 (Debian 1:7.2+dfsg-7)', says('a', 'fail', 'freeze')), {
    expected: false,
    because: 'a says fail',
  })
  t.match(on('7.2.22 (Debian 1:7.2+dfsg-7)', says('a', 'pass')), { expected: true })
  const always = { known: [{ ...freeze, qemu: '*' }], expect: [says('a', 'pass')] }
  t.match(judgeCase(always, story(begin({ version: 'odd' }), end(3000))), {
    outcome: 'pass',
    expected: false,
  })
})

t.test('a documented failure that comes and goes leaves a pass as expected, and says so', async t => {
  const known = [{ qemu: '*', symptom: 'freeze', why: 'a race', sometimes: true }] as const
  const verdict = (one: Expectation) => judgeCase({ known, expect: [one] }, played)
  t.match(verdict(says('a', 'pass')), { expected: true, sometimes: true })
  t.match(verdict(says('a', 'fail', 'freeze')), { expected: true, sometimes: true })
  t.match(verdict(says('a', 'fail', 'loss')), { expected: false, sometimes: undefined })
  t.match(verdict(says('a', 'inconclusive')), { expected: undefined, sometimes: undefined })
})

t.test('only what a pass and a failure share comes and goes', async t => {
  const known = [
    { qemu: '*', symptom: 'freeze', why: 'always' },
    { qemu: '*', symptom: 'loss', why: 'a race', sometimes: true },
  ] as const
  const verdict = judgeCase({ known, expect: [says('a', 'fail', 'freeze')] }, played)
  t.match(verdict, { expected: true, sometimes: undefined })
})

t.test("what a person's own judge gives back is held against the contract", async t => {
  const gives = (judged: object) =>
    judgeCase({ expect: [{ name: 'mine', judge: () => judged as never }] }, played).findings.at(-1)
  const broken = {
    outcome: 'inconclusive',
    because: /^the judge 'mine' failed: .*acceptedBytes: expected a whole/,
  }
  t.match(gives({ outcome: 'pass', because: 'x', numbers: { acceptedBytes: Number.NaN } }), broken)
  t.match(gives({ outcome: 'pass', because: 'x', numbers: { acceptedBytes: 1.5 } }), broken)
  t.match(gives({ outcome: 'fail', because: 'x', freeze: {} }), {
    because: /freeze\.startedAtMs: expected a number/,
  })
  t.strictSame(gives({ outcome: 'pass', because: 'x', symptom: 'loss', name: 'other', more: 1 }), {
    ...{ name: 'mine', outcome: 'pass', because: 'x' },
  })
})

t.test('a harness error is an error, unless a failure is certain', async t => {
  const trouble = story(begin(), cut(2500, 'trouble'), end(3000))
  t.match(judgeCase({ expect: [says('a', 'pass')] }, trouble), {
    outcome: 'error',
    expected: undefined,
    because: /trouble/,
  })
  t.match(judgeCase({ expect: [says('a', 'fail', 'crash')] }, trouble), { outcome: 'fail', symptom: 'crash' })
})

t.test(
  'exits is folded in when a status was wanted, and counts no end that the cut may have made',
  async t => {
    const wanted = at(2500, { kind: 'wanted', job: 'job1', code: 0 })
    const verdict = (...rest: readonly Part[]) =>
      judgeCase({ expect: [says('a', 'pass')] }, story(begin(), wanted, end(3000), ...rest))
    t.match(verdict(exited(2600)), { outcome: 'pass' })
    t.match(verdict(exited(2600, 1)), { outcome: 'fail', because: /status 1/ })
    t.match(verdict(exited(2600, null, 'KILL')), { outcome: 'fail', because: /KILL/ })
    t.match(verdict(exited(2600, null)), { outcome: 'inconclusive' })
    t.match(verdict(), { outcome: 'inconclusive', because: /did not exit/ })
    t.match(verdict(cut(2550, 'timeout'), exited(2600, 1)), { outcome: 'inconclusive' })
  },
)

t.test('the cause of a doubt is said before what only suffered from it', async t => {
  const expect = [says('stalled', 'inconclusive'), says('alive', 'inconclusive')]
  t.match(judgeCase({ expect }, story(begin(), cut(2500, 'freeze'), end(3000))), { because: /^alive/ })
  t.match(judgeCase({ expect }, story(begin(), cut(2500, 'timeout'), end(3000))), { because: /timeout/ })
})

t.test('numbers and the freeze are taken together', async t => {
  const record = { startedAtMs: 1, calledAfterMs: 2, revived: false, qmpAnswered: false }
  const a: Expectation = {
    name: 'a',
    judge: () => ({ outcome: 'pass', because: '', numbers: { acceptedBytes: 1 } }),
  }
  const b: Expectation = {
    name: 'b',
    judge: () => ({ outcome: 'pass', because: '', numbers: { drainedBytes: 2 }, freeze: record }),
  }
  t.match(judgeCase({ expect: [a, b] }, played), {
    numbers: { acceptedBytes: 1, drainedBytes: 2 },
    freeze: record,
  })
})

t.test('an outcome on a version that no case was tried on says so', async t => {
  const on = (version: string, own: object = {}) => {
    const [run, ...rest] = played
    const facts = { qemu: { label: version, path: '/q', version }, ...own }
    return judgeCase({ expect: [] }, [{ ...run, ...facts } as Observation, ...rest])
  }
  for (const version of ['1.4.0', '5.1.94', '7.2.22', '11.0.50']) t.notOk('untried' in on(version), version)
  for (const version of ['1.3.0', '11.1.50', '11.2.0'])
    t.match(on(version), { untried: true, outcome: 'pass' })
  const own = { file: { path: '/c.mjs', sha256: 'x' } }
  t.notOk('untried' in on('1.3.0', own), "a person's own case")
})

t.test('a development version may be on either side of a change that its release documents', async t => {
  const known = [{ qemu: '<11.1.0', symptom: 'loss', why: 'it was so' }] as const
  const [run, ...rest] = played
  const on = (version: string, expectation: Expectation) => {
    const facts = { qemu: { label: version, path: '/q', version } }
    return judgeCase({ expect: [expectation], known }, [{ ...run, ...facts } as Observation, ...rest])
  }
  const [passes, loses, crashes] = [says('a', 'pass'), says('a', 'fail', 'loss'), says('a', 'fail', 'crash')]
  for (const version of ['11.0.50', '11.0.94']) {
    for (const one of [passes, loses]) t.match(on(version, one), { expected: true, untried: true }, version)
    t.match(on(version, crashes), { expected: false })
  }
  t.match(on('11.0.2', passes), { expected: false })
  t.match(on('11.1.0', loses), { expected: false })
  const early = on('10.2.94', loses)
  t.equal(early.expected, true)
  t.notOk('untried' in early, 'both sides of it document the same')
  t.match(on('10.2.94', passes), { expected: false })
})
