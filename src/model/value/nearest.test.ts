import t from 'tap'
import { nearest } from './nearest.ts'

void t.test('the word that was meant, when it is near enough', async t => {
  const words = ['title', 'page', 'script', 'expect']
  t.equal(nearest('scirpt', words), 'script')
  t.equal(nearest('Titel', words), 'title')
  t.equal(nearest('expects', words), 'expect')
  t.equal(nearest('pg', words), null)
  t.equal(nearest('timeout', words), null)
})
