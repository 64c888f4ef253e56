import t from 'tap'
import { jsonOf, shownJson } from './json-of.ts'

void t.test('the same value, without a character that steers a terminal', async t => {
  const value = {
    '\u202e##[error]': ['\u001b[2J\u007f\u009b\u0085\n', '\u2028\u{e0041}\ud800', 'ü 漢 ✔ # ##'],
  }
  const text = jsonOf(value)
  t.strictSame(JSON.parse(text), value)
  t.notMatch(text, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|##\[/u)
  t.match(text, 'ü 漢 ✔ # ##')
  t.equal(jsonOf({ a: 1 }, 2), '{\n  "a": 1\n}')
})

void t.test('a text that is no JSON is no danger either', async t => {
  t.equal(shownJson('{"a":\u001b[1m}\r\n'), '{"a":\\u001b[1m}\\u000d\n')
})
