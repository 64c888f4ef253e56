import t from 'tap'
import { jsonLines } from './json-lines.ts'

void t.test('lines of JSON: the last one may be torn, and nothing is read after a fault', async t => {
  t.same(jsonLines('1\n\n{"a":\n', 9).lines[1], {
    ...{ value: undefined, fault: 'it is not JSON: "{\\"a\\":"', number: 3 },
  })
  t.same(jsonLines('1\n\n{"a":', 9), { lines: [{ value: 1, number: 1 }], cutShort: true })
  const { lines } = jsonLines('1\nx\n2\ny\n', 9)
  t.same(
    lines.map(({ number }) => number),
    [1, 2],
  )
  t.equal(jsonLines('1\n2\n3\n', 2).lines[2]?.fault, 'the file has more than 2 lines')
})
