import t from 'tap'
import { errorInFile } from './case-file.ts'

function thrown(stack: string): Error {
  return Object.assign(new TypeError('no\n\u001b[31m function'), { stack: `TypeError: x\n${stack}` })
}

void t.test('an error is placed where the file called what threw', async t => {
  const text = (path: string, stack: string) => errorInFile(path, thrown(stack))
  const inner = '    at sizeBytes (file:///tool/units.js:3:4)\n'
  t.equal(
    text(
      '/x/a b.mjs',
      `${inner}    at async Object.script (file:///x/a%20b.mjs:12:5)\n    at file:///x/a%20b.mjs:99:1`,
    ),
    '/x/a b.mjs:12: TypeError: no [31m function',
  )
  t.match(text('/x/case.js', '    at Object.<anonymous> (/x/case.js:7:5)'), /^\/x\/case\.js:7: /)
  t.match(text('/x/case.js', '    at file:///x/case.js:8:5'), /^\/x\/case\.js:8: /)
})

void t.test('an error that does not come from the file is none of its', async t => {
  t.equal(errorInFile('/x/case.mjs', thrown('    at other (file:///x/other.mjs:12:5)')), null)
  t.equal(errorInFile('/x/case.mjs', Object.assign(new Error('x'), { stack: 7 })), null)
})

void t.test('what is thrown and is no error has no place', async t => {
  t.equal(errorInFile('/x/case.mjs', 'oops'), "/x/case.mjs: it threw 'oops'")
  t.equal(errorInFile('/x/case.mjs', Object.create(null)), '/x/case.mjs: it threw object')
})
