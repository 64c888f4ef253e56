import t from 'tap'
import { InfraError } from '../../model/errors.ts'
import { Git } from './git.ts'

void t.test('without git: one line that says so', async t => {
  const { PATH } = process.env
  t.teardown(() => Object.assign(process.env, { PATH }))
  process.env['PATH'] = t.testdir()
  const asked = new Git('/').ask(['version'], new AbortController().signal)
  await t.rejects(asked, new InfraError('git is not on PATH: install it'))
})
