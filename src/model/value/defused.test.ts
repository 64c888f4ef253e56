import t from 'tap'
import { defused } from './defused.ts'

t.equal(defused('::error::no\n \u00a0::add-mask::x'), '\\x3a:error::no\n \u00a0\\x3a:add-mask::x')
t.equal(defused('a ##[error]b ##vso[task.complete]'), 'a \\x23\\x23[error]b \\x23\\x23vso[task.complete]')
t.equal(defused('###[group]'), '#\\x23\\x23[group]')
const plain = 'std::vector, [::1]:22, ## a heading [1], #[test]\n: ::\n'
t.equal(defused(plain), plain)
