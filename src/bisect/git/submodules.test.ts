import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { TinyRepo } from './tiny-repo.fixture.ts'
import { WorkTree } from './work-tree.ts'

const { signal } = new AbortController()

void t.test(
  'submodules are checked out from the clones of the repository, at the commit of each revision',
  async t => {
    const home = t.testdir()
    const library = await TinyRepo.make(join(home, 'dtc'))
    await library.commit('one', { text: 'one' })
    const gone = await TinyRepo.make(join(home, 'gone'))
    await gone.commit('one', { text: 'one' })
    const repo = await TinyRepo.make(join(home, 'repo'))
    const file = ['-c', 'protocol.file.allow=always', 'submodule']
    const before = await repo.commit('before')
    await repo.git(...file, 'add', '--quiet', '--name', 'the library', library.path, 'lib/dtc')
    const first = await repo.commit('first')
    await library.commit('two', { text: 'two' })
    await repo.git(...file, 'update', '--quiet', '--remote')
    const second = await repo.commit('second')
    await repo.git(...file, 'add', '--quiet', gone.path, 'gone')
    const third = await repo.commit('third')
    await repo.git('submodule', 'deinit', '--force', '--quiet', '--all')
    await repo.git('config', '--remove-section', 'submodule.gone').catch(() => undefined)
    rmSync(join(repo.path, '.git/modules/gone'), { recursive: true })
    rmSync(library.path, { recursive: true })
    const config = readFileSync(join(repo.path, '.git/config'), 'utf8')

    const tree = new WorkTree(repo.path, join(home, 'tree'))
    const text = () => readFileSync(join(tree.path, 'lib/dtc/text'), 'utf8')
    await tree.checkOut(first, signal)
    t.equal(text(), 'one')
    await tree.checkOut(second, signal)
    t.equal(text(), 'two')
    t.same(await tree.missingSubmodules(signal), [])
    await tree.checkOut(third, signal)
    t.equal(text(), 'two')
    t.same(await tree.missingSubmodules(signal), ['gone'])
    await tree.checkOut(before, signal)
    t.same(await tree.missingSubmodules(signal), [])
    await tree.checkOut(first, signal)
    t.equal(text(), 'one')
    t.equal(readFileSync(join(repo.path, '.git/config'), 'utf8'), config, 'the configuration is as it was')
    await tree.remove(signal)
    t.notOk(existsSync(join(repo.path, '.git/worktrees/tree')))
  },
)
