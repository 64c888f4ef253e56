import t from 'tap'
import { ancestry, graphOf } from './graph.ts'
import { usualRules } from './rules.ts'
import { isSearched } from './search.ts'
import {
  type Behaviour,
  chain,
  line,
  randomFrom,
  simulated,
  told,
  type World,
} from './simulated-bisection.fixture.ts'

const freeze = { freeze: 1 }
const stuck = { stuck: 1 }
const pass = {}

/** c1 to c40, a branch of six that left at c5, the merge of both, and a revision after it. */
const branched = graphOf([
  ...line(40),
  ...['s1', 's2', 's3', 's4', 's5', 's6'].map((id, index) => ({
    id,
    parents: [index === 0 ? 'c5' : `s${index}`],
  })),
  { id: 'merge', parents: ['c40', 's6'] },
  { id: 'last', parents: ['merge'] },
])

/** What is `before` becomes `main` at c10 of the main line, and `side` at s3 of the branch, which prevails. */
function twoLines(before: Behaviour, main: Behaviour, side: Behaviour) {
  const behaviour = (index: number) => {
    const isIn = index < 0 ? null : ancestry(branched, index)
    const has = (id: string) => isIn?.[branched.indexOf.get(id) ?? -1] === 1
    return has('s3') ? side : has('c10') ? main : before
  }
  return { graph: branched, behaviour }
}

void t.test('a change that a merge brought in is found in its branch, and not at the merge', async t => {
  t.same(told(simulated(twoLines(freeze, stuck, pass), usualRules, randomFrom(1))), [
    'freeze → stuck c10',
    'freeze → pass s3',
  ])
})

void t.test('the merge is the change where its branch was never otherwise', async t => {
  const world = twoLines(stuck, freeze, stuck)
  const isLast = (index: number) => branched.ids[index] === 'last'
  const behaviour = (index: number) => (isLast(index) ? pass : world.behaviour(index))
  const result = simulated({ ...world, behaviour }, usualRules, randomFrom(1))
  t.same(told(result), ['stuck → freeze c10', 'freeze → stuck merge', 'stuck → pass last'])
  t.same(result.edges[1]?.before, ['c40', 's6'], 'both of its parents were looked at')
})

/** `c2:c1:stuck`: a revision, its parents and its class. */
function drawn(text: string, before: string): World {
  const revisions = text.split(/\s+/).map(word => word.split(':'))
  const graph = graphOf(revisions.map(([id = '', parents = '']) => ({ id, parents: parents.split(',') })))
  const classes = new Map(revisions.map(([id = '', , outcome = '']) => [id, outcome]))
  const behaviour = (index: number) => {
    const outcome = classes.get(graph.ids[index] ?? '') ?? before
    return outcome === 'pass' ? pass : { [outcome]: 1 }
  }
  return { graph, behaviour }
}

void t.test(
  'several changes on branches are not taken for one that the runs beside it contradict',
  async t => {
    const parent = drawn(
      'c4:good:pass c8:c4:pass c10:c4:stuck c11:c10:stuck c12:c10:stuck c20:c10:stuck last:c20,c12,c8,c11:freeze',
      'stuck',
    )
    t.same(told(simulated(parent, usualRules, randomFrom(1))), [
      'stuck → pass c4',
      'pass → stuck c10',
      'stuck → freeze last',
    ])
    const itself = drawn(
      `c1:good:freeze c2:c1:freeze c3:c2:freeze c4:c3:freeze c6:good:freeze c7:c6:freeze c8:c6:freeze c9:c7:freeze
    c10:c4:stuck c12:c4:stuck c13:c12:stuck c16:c13,c9:stuck c18:c16:stuck c20:c10:stuck c22:c20:stuck
    c23:c22:stuck c24:c23,c12:stuck c25:c24:stuck c26:c25:stuck c27:c26:stuck c28:c27:stuck last:c18,c28:stuck`,
      'freeze',
    )
    for (const edge of told(simulated({ ...itself, goal: 'first-bad' }, usualRules, randomFrom(1))))
      t.match(edge, /^freeze → stuck (c10|c12)$/)
  },
)

void t.test('a part that was given up is not passed over', async t => {
  // Below c17 two branches became stuck: no one of the revisions explains both.
  const world = drawn(
    `c0:good:pass c1:c0:pass c2:c1:pass c3:c0,c1:stuck c4:c3:stuck c5:c1:pass c6:c5:stuck c7:c6:stuck c8:c7:stuck
    c9:c5:pass c10:c3:stuck c11:c10:stuck c12:c11:stuck c13:c12:stuck c14:c13:stuck c15:c12:stuck c16:c12,c7:stuck
    c17:c16:stuck last:c2,c4,c8,c9,c14,c15,c17:freeze`,
    'pass',
  )
  const result = simulated(world, usualRules, randomFrom(1))
  t.same(told(result), ['pass → stuck c3', 'pass → stuck c6', 'stuck → freeze last'])
  t.notOk(isSearched(result.search))
  t.ok(isSearched(simulated(chain(graphOf(line(9)), [4], [freeze, pass]), usualRules, randomFrom(1)).search))
})
