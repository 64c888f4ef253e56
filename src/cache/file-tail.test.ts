import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { fileTail } from './file-tail.ts'

void t.test('the end of a file', async t => {
  const file = join(t.testdir(), 'file')
  t.equal(fileTail(file).toString(), '', 'there is none')
  writeFileSync(file, 'short')
  t.equal(fileTail(file).toString(), 'short')
  writeFileSync(file, `${'x'.repeat(1e6)} the end`)
  const tail = fileTail(file).toString()
  t.equal(tail.length, 64 * 1024)
  t.match(tail, /^x+ the end$/)
})
