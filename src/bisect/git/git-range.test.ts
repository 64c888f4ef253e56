import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import t, { type Test } from 'tap'
import { graphOf } from '../search/graph.ts'
import { resolveRange, revisionsOf } from './git-range.ts'
import { TinyRepo } from './tiny-repo.fixture.ts'

const { signal } = new AbortController()
const options = { before: '--good', after: '--bad' }

/** a – b – merge – d, and c between a and merge on a branch of its own. */
async function merged(t: Test) {
  const repo = await TinyRepo.make(join(t.testdir(), 'repo'))
  const a = await repo.commit('a', { file: 'a' })
  const b = await repo.commit('b', { file: 'b' })
  await repo.git('checkout', '--quiet', '-b', 'side', a)
  const c = await repo.commit('c', { other: 'c' })
  await repo.git('checkout', '--quiet', 'master')
  await repo.git('merge', '--quiet', '--no-ff', '--message', 'merge', 'side')
  const merge = await repo.git('rev-parse', 'HEAD')
  const d = await repo.commit('d', { file: 'd' })
  return { repo, a, b, c, merge, d }
}

function settle(repo: string, before: string, after: string, firstParent = false) {
  return resolveRange({ repo, before, after, options, firstParent }, signal)
}

void t.test('names are resolved to commits, and the range is what lies between them', async t => {
  const { repo, a, b, c, merge, d } = await merged(t)
  const range = await settle(join(repo.path), 'HEAD~3', 'master')
  t.match(range, { before: a, after: d, notes: [] })
  const all = graphOf(await revisionsOf({ ...range, firstParent: false }, signal))
  t.same([...all.ids].sort(), [b, c, d, merge].sort())
  t.equal(all.ids.at(-1), d)
  t.equal(all.parents[all.ids.indexOf(merge)]?.length, 2)
  const main = graphOf(await revisionsOf({ ...range, firstParent: true }, signal))
  t.same(main.ids, [b, merge, d], '--first-parent: only the main line')
})

void t.test("the user's index is not even refreshed", async t => {
  const { repo } = await merged(t)
  utimesSync(join(repo.path, 'file'), 1, 1)
  const index = () => statSync(join(repo.path, '.git', 'index'), { bigint: true }).mtimeNs
  const before = index()
  await settle(repo.path, 'HEAD~3', 'master')
  t.equal(index(), before)
})

void t.test('ends without a history between them', async t => {
  const { repo, a, d } = await merged(t)
  const refused = (before: string, after: string, words: RegExp) =>
    t.rejects(settle(repo.path, before, after), { name: 'UsageError', message: words }, String(words))
  await refused(
    'nosuch',
    'master',
    /--good: expected a commit, but 'nosuch' is not one in .*git fetch --tags/,
  )
  await refused('master', '--help', /--bad: expected a commit, but '--help' is not one/)
  await refused(d, 'master', /same commit/)
  await refused('master', a, /comes after .*swap them, or.*--find-fix/)
  await repo.git('checkout', '--quiet', '--orphan', 'island')
  await repo.commit('island')
  await refused('master', 'island', /no common ancestor/)
  await t.rejects(settle(join(repo.path, 'none'), 'a', 'b'), { message: /--repo: .*there is no/ })
  // Elsewhere: a test's own folder lies in our checkout.
  const folder = mkdtempSync(join(tmpdir(), 'cfc-plain-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  await t.rejects(settle(folder, 'a', 'b'), { message: /--repo: expected a git repository/ })
})

void t.test('diverged branches: the merge base replaces the older end, with a note', async t => {
  const { repo, a, b, c } = await merged(t)
  const { before, after, notes } = await settle(repo.path, b, c)
  t.same([before, after], [a, c])
  t.match(notes[0], /is not an ancestor of .*using their merge base [0-9a-f]{12} instead/)
})

void t.test('uncommitted changes are left alone, with a note', async t => {
  const { repo, a } = await merged(t)
  writeFileSync(join(repo.path, 'file'), 'not committed')
  const { notes } = await settle(repo.path, a, 'master')
  t.match(notes, [/uncommitted changes/])
})

void t.test('a shallow clone: the message says how to fetch the rest', async t => {
  const { repo, a, d } = await merged(t)
  const clone = join(t.testdirName, 'clone')
  await execa('git', ['clone', '--quiet', '--depth', '1', `file://${repo.path}`, clone])
  await t.rejects(settle(clone, a, d), {
    message: /this clone is shallow: fetch the rest with git fetch --unshallow/,
  })
})

void t.test('a bare repository, and a call from a git hook', async t => {
  const { repo, a, d } = await merged(t)
  const bare = join(t.testdirName, 'bare')
  await execa('git', ['clone', '--quiet', '--bare', repo.path, bare])
  t.match(await settle(bare, a, d), { repo: bare, before: a, after: d })
  process.env['GIT_DIR'] = join(t.testdirName, 'elsewhere')
  t.teardown(() => delete process.env['GIT_DIR'])
  t.match(await settle(repo.path, a, d), { repo: repo.path, before: a })
})
