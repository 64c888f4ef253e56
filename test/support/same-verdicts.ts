import { rmSync } from 'node:fs'
import t from 'tap'
import { type TestBed, testBed } from '../../src/cli/guest/test-bed.ts'
import type { Case } from '../../src/model/case/case.ts'
import { inRange } from '../../src/model/value/version.ts'
import { allCases } from '../../src/plan/catalogue.ts'
import { whyNot } from '../../src/plan/why-not.ts'
import { Lease } from '../../src/run/lease.ts'
import type { Stage } from '../../src/verbs/stage.ts'
import { byScript } from '../trials/by-script.ts'
import { answerOf, type Called } from '../trials/kind.ts'
import { byRun, type Play } from '../trials/play-trial.ts'
import { equipment } from './guest.ts'

/** A busy host leaves a run undecided now and then. */
const mostTries = 3

/** Tests that the printed script says of each case what `run` says; of every `of`-th case from the `part`-th on. */
export async function sameVerdicts(part: number, of: number): Promise<void> {
  const cases = (await allCases()).filter((_, index) => index % of === part - 1)
  for (const one of cases) {
    void t.test(`the script of ${one.id} says what run says`, async t => {
      const testBed = await testBedFor(one)
      const ran = await played(one, testBed, byRun)
      t.notOk(isOpen(ran), `run decides: ${ran.because}`)
      const said = await played(one, testBed, byScript)
      t.comment(`${one.id}: run ${answerOf(ran)}; script ${said.because}`)
      t.equal(said.broke, undefined, said.because)
      const { version } = testBed.qemu
      const answers = [ran, said].map(answerOf)
      const isSame =
        answers[0] === answers[1] || answers.every(answer => happens(one, version).includes(answer))
      t.ok(isSame, `run: ${ran.because}\nscript: ${said.because}\n(${ran.dir}, ${said.dir})`)
      if (isSame) [ran, said].forEach(remove)
    })
  }
}

/** The QEMU of all tests, or where that is too old for a case the newest. */
async function testBedFor(one: Case<Stage>): Promise<TestBed> {
  const usual = await equipment()
  if (whyNot(one, usual.qemu, usual.guest) === null) return usual
  newest ??= testBed({ accel: 'auto', qemu: ['debian:sid'] }, () => undefined, new AbortController().signal)
  return newest
}

let newest: Promise<TestBed> | undefined

/** Plays it until it is decided. */
async function played(one: Case<Stage>, testBed: TestBed, play: Play): Promise<Called> {
  for (let tries = 1; ; tries++) {
    await using lease = new Lease()
    const called = await play(testBed, { case: one }, { lease, signal: new AbortController().signal })
    if (!isOpen(called) || tries === mostTries) return called
    remove(called)
  }
}

function isOpen({ outcome }: Called): boolean {
  return outcome === 'inconclusive' || outcome === 'error'
}

function remove({ dir }: Called): void {
  if (dir !== undefined) rmSync(dir, { recursive: true })
}

/** What is documented for this QEMU, if it happens in some runs only: the two runs may differ then. */
function happens({ known = [] }: Case<Stage>, version: string): readonly string[] {
  const here = known.filter(({ qemu }) => qemu === '*' || inRange(version, qemu))
  const failures = here.map(({ symptom }) => symptom)
  return here.length > 0 && here.every(({ sometimes }) => sometimes) ? [...failures, 'pass'] : failures
}
