import t from 'tap'
import { escaped } from './escaped.ts'

t.equal(escaped('plain – “text” 漢字 ✔'), 'plain – “text” 漢字 ✔')
t.equal(escaped('\u001b]0;title\u0007'), '\\x1b]0;title\\x07')
t.equal(escaped('a\r\nb\tc\u0000'), 'a\\x0d\\x0ab\\x09c\\x00')
t.equal(escaped('\u0080\u009f\u007f'), '\\x80\\x9f\\x7f', 'the eight-bit controls')
t.equal(escaped('\u202eabc\u2066\u200b\u2028'), '\\u{202e}abc\\u{2066}\\u{200b}\\u{2028}')
t.equal(escaped('\ud800 alone'), '\\u{d800} alone')
