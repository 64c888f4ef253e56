import { rmSync } from 'node:fs'
import t from 'tap'
import type { Case } from '../../src/model/case/case.ts'
import { inRange } from '../../src/model/value/version.ts'
import { allCases } from '../../src/plan/catalogue.ts'
import { Lease } from '../../src/run/lease.ts'
import type { Stage } from '../../src/verbs/stage.ts'
import { byScript } from '../trials/by-script.ts'
import { answerOf, type Called } from '../trials/kind.ts'
import { byRun, type Play } from '../trials/play-trial.ts'
import { equipment } from './guest.ts'

/** A busy host leaves a run open now and then. */
const mostTries = 3

/** Cases that the coarser script may leave open, and why. */
const leftOpen: { readonly [id: string]: string } = {}

/** Tests that the printed script says of each case what `run` says; of every `of`-th case from the `part`-th on. */
export async function sameVerdicts(part: number, of: number): Promise<void> {
  const cases = (await allCases()).filter((_, index) => index % of === part - 1)
  for (const one of cases) {
    void t.test(`the script of ${one.id} says what run says`, async t => {
      const ran = await played(one, byRun)
      const said = await played(one, byScript)
      t.comment(`${one.id}: run ${answerOf(ran)}; script ${said.because}`)
      t.equal(said.broke, undefined, said.because)
      if (ran.outcome === 'skip') {
        t.pass(one.id, { skip: `run skips it: ${ran.because}` })
        return
      }
      const whyOpen = leftOpen[one.id]
      if (said.outcome === 'inconclusive' && whyOpen !== undefined) return
      const { version } = (await equipment()).qemu
      if (isEither(one, version, ran, said)) return
      t.equal(answerOf(said), answerOf(ran), `run: ${ran.because}\nscript: ${said.because}\n(${said.dir})`)
    })
  }
}

/** Plays it until it is not left open, and keeps what a script leaves only then. */
async function played(one: Case<Stage>, play: Play): Promise<Called> {
  for (let tries = 1; ; tries++) {
    await using lease = new Lease()
    const called = await play(
      await equipment(),
      { case: one },
      { lease, signal: new AbortController().signal },
    )
    const isOpen = ['inconclusive', 'error'].includes(called.outcome)
    if (called.dir !== undefined && !isOpen) rmSync(called.dir, { recursive: true })
    if (!isOpen || tries === mostTries) return called
  }
}

/** Whether the two differ in what happens in some runs only, and both are documented for this QEMU. */
function isEither({ known = [] }: Case<Stage>, version: string, ...called: readonly Called[]): boolean {
  const here = known.filter(({ qemu }) => qemu === '*' || inRange(version, qemu))
  if (!here.some(({ sometimes }) => sometimes)) return false
  const answers: string[] = here.map(({ symptom }) => symptom)
  if (here.every(({ sometimes }) => sometimes)) answers.push('pass')
  return called.every(one => answers.includes(answerOf(one)))
}
