import t from 'tap'
import { UsageError } from '../../model/errors.ts'
import { reportKinds } from './report-kinds.ts'
import { reportTargets } from './report-targets.ts'

void t.test('kinds and places, as often as they are given', async t => {
  t.strictSame(reportTargets(reportKinds, ['tap=out.tap', 'junit=a=b.xml', 'tap=-']), [
    { kind: 'tap', path: 'out.tap' },
    { kind: 'junit', path: 'a=b.xml' },
    { kind: 'tap', path: '-' },
  ])
  t.strictSame(reportTargets(reportKinds, ['github']), [{ kind: 'github', path: '-' }])
  t.strictSame(reportTargets(reportKinds, undefined, true), [{ kind: 'json', path: '-' }])
})

void t.test('what is none, and two for one place, is refused in one line', async t => {
  const wanted = (text: string) =>
    new UsageError(
      `--report: expected KIND=PATH such as html=report.html (kinds: tap, junit, json, jsonl, github, html), got '${text}'`,
    )
  for (const text of ['xml=out', 'tap=', '', '=', 'toString=x'])
    t.throws(() => reportTargets(reportKinds, [text]), wanted(text))
  t.throws(
    () => reportTargets(reportKinds, ['tap'], true),
    new UsageError(
      'json and tap reports cannot both go to stdout: give one of them another path (--report tap=PATH)',
    ),
  )
  t.throws(
    () => reportTargets(reportKinds, ['tap=x', 'html=./x']),
    /tap and html reports cannot both go to \.\/x:/,
  )
})
