import t from 'tap'
import { UsageError } from '../model/errors.ts'
import { type Selection, selected } from './selected.ts'

const cases = ['tcp-server', 'udp-read', 'unix-client', 'unix-server'].map(id => ({ id }))
const ids = (selection: Selection) => selected(cases, selection).map(({ id }) => id)

void t.test('patterns to include and to exclude', async t => {
  t.strictSame(ids({}), ['tcp-server', 'udp-read', 'unix-client', 'unix-server'])
  t.strictSame(ids({ only: ['unix-*'] }), ['unix-client', 'unix-server'])
  t.strictSame(ids({ only: ['*-server', 'udp-*'] }), ['tcp-server', 'udp-read', 'unix-server'])
  t.strictSame(ids({ only: ['*-server'], skip: ['tcp-*'] }), ['unix-server'])
  t.strictSame(ids({ skip: ['unix-server'] }), ['tcp-server', 'udp-read', 'unix-client'])
})

void t.test('a pattern that matches nothing is an error', async t => {
  t.throws(
    () => ids({ only: ['unix-*', 'unix-serve'] }),
    new UsageError("--only 'unix-serve' matches none of 4 cases: did you mean 'unix-server'?"),
  )
  t.throws(
    () => ids({ skip: ['tls*'] }),
    new UsageError("--skip 'tls*' matches none of 4 cases: chardev-fc list shows them"),
  )
  t.throws(
    () => ids({ only: ['tcp-*'], skip: ['*'] }),
    new UsageError('--only and --skip together leave no case to run'),
  )
  t.throws(() => ids({ skip: ['*'] }), new UsageError('--skip leaves no case to run'))
})
