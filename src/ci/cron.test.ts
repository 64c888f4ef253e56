import t from 'tap'
import { cronFrom } from './cron.ts'

void t.test('what cron takes', t => {
  for (const text of ['17 2 * * *', '*/15 0-6 1,15 * 1-5', '0 0 31 12 6', '5-20/5 * * * *'])
    t.equal(cronFrom(text), text)
  t.equal(cronFrom(' 17  2 * * * '), '17 2 * * *')
  t.end()
})

void t.test('what it does not: one line that says which field', t => {
  const bad: [string, RegExp][] = [
    ['@daily', /expected five fields \(minute, hour, .*got '@daily'/],
    ['17 2 * *', /five fields/],
    ['60 2 * * *', /numbers from 0 to 59 as the minute/],
    ['1 24 * * *', /from 0 to 23 as the hour/],
    ['1 2 0 * *', /from 1 to 31 as the day of the month/],
    ['1 2 * 13 *', /from 1 to 12 as the month/],
    ['1 2 * * 7', /from 0 to 6 as the day of the week/],
    ['5-1 2 * * *', /minute/],
    ['*/0 2 * * *', /minute/],
    ["1 2 * * ' #", /five fields/],
    ['1\n2 * * *', /five fields/],
    ["1' 2 * * *", /minute/],
    ['1, 2 * * *', /minute/],
  ]
  for (const [text, words] of bad) t.throws(() => cronFrom(text), { name: 'UsageError', message: words })
  t.end()
})
