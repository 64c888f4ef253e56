import t from 'tap'
import { outputTail } from './output-tail.ts'

t.test('the last three lines that are not blank, on one line', async t => {
  t.equal(outputTail('one\n\n two \r\nthree\nfour\n\n'), 'two; three; four')
  t.equal(outputTail(' \n\n'), '')
})

t.test('control and bidirectional characters are escaped', async t => {
  t.equal(
    outputTail('\x1b[2Jgone\x07 \u202edesrever\u2028next'),
    '\\x1b[2Jgone\\x07 \\u{202e}desrever\\u{2028}next',
  )
})

t.test('of long output the end is kept', async t => {
  const words = outputTail(`${'x'.repeat(1000)} the end`)
  t.equal(words.length, 400)
  t.match(words, /^…x+ the end$/)
})

t.test('megabytes of output take no time', async t => {
  for (const unit of ['\x01', ' ', 'words\n', '\r', '\u202e']) {
    const output = unit.repeat(8e6 / unit.length)
    const began = performance.now()
    outputTail(output)
    t.ok(performance.now() - began < 1000, JSON.stringify(unit))
  }
})
