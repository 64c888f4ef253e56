import t from 'tap'
import { printable } from './printable.ts'

const hostile = 'a\x1b[2J\x1b]0;title\x07\r\x9b1mb\u202ec\n  ::error::d\x1b[31me\x1b[39m ##[group]\n'

t.equal(
  printable(hostile, false),
  'a\\x1b[2J\\x1b]0;title\\x07\\x0d\\x9b1mb\\u{202e}c\n  \\x3a:error::d\\x1b[31me\\x1b[39m \\x23\\x23[group]\n',
)
t.match(printable(hostile, true), 'd\x1b[31me\x1b[39m')
t.notMatch(printable(hostile, true).replace('\x1b[31m', '').replace('\x1b[39m', ''), /[^\P{Cc}\n]/u)
