import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { fileEnd } from './file-end.ts'

void t.test('the end of a file', async t => {
  const file = join(t.testdir(), 'file')
  t.equal(fileEnd(file, 10), '', 'there is none')
  writeFileSync(file, 'short')
  t.equal(fileEnd(file, 10), 'short')
  writeFileSync(file, `${'x'.repeat(1e6)} the end ü`)
  t.equal(fileEnd(file, 10, 'utf8'), 'the end ü')
})
