import t from 'tap'
import { passed } from '../result.fixture.ts'
import { aboutCase } from './about-case.ts'

void t.test('a case is known by its definition, and a file of your own only by that', async t => {
  const named = {
    id: 'unix-server',
    title: 'a title',
    chardev: { name: 'hub of a UNIX socket' },
    frontend: { name: 'x' },
  }
  t.match(aboutCase(passed(), [named], [], null), { title: 'a title', backend: 'hub', docs: null, known: [] })
  t.equal(aboutCase(passed({ file: '/home/me/unix-server.mjs' }), [named], [], 'docs'), null)
  t.match(aboutCase(passed(), [named], [], '../docs'), { docs: '../docs/cases.html#unix-server' })
  const own = { path: '/home/me/unix-server.mjs', sha256: '' }
  const mine = { ...named, file: own }
  t.match(aboutCase(passed({ file: own.path }), [mine], [], 'docs'), { title: 'a title', docs: null })
})
