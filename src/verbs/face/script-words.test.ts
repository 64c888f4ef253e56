import { execFileSync } from 'node:child_process'
import t from 'tap'
import { hereDocument, scriptLine, scriptPlace, scriptWord } from './script-words.ts'

/** What a real shell makes of it. */
function shell(text: string): string {
  const env = { PATH: process.env['PATH'], DIR: '/tmp/x', PORT: '4711', HOME: '/never' }
  return execFileSync('sh', ['-c', text], { env, encoding: 'utf8' })
}

/** All that a shell could take for its own. */
const odd = [
  '$HOME',
  '`id`',
  "it's",
  '"so"',
  'b"%07d\\n"',
  '\\',
  'a\\',
  '\\\\',
  '\\$HOME',
  '\\`',
  '$(id)',
  '$5',
  '#',
]
const place = { path: scriptPlace.path('chardev'), port: scriptPlace.port }

void t.test('a here-document brings every line as it is, and the variables as they are then', async t => {
  t.equal(shell(hereDocument('cat', odd).join('\n')), `${odd.join('\n')}\n`)
  const lines = [...odd, ...odd.map(word => `connect("${place.path}", ${place.port}) ${word}`)]
  const wanted = [...odd, ...odd.map(word => `connect("/tmp/x/chardev", 4711) ${word}`)]
  t.equal(shell(hereDocument('cat', lines).join('\n')), `${wanted.join('\n')}\n`)
})

void t.test('a word stays one word', async t => {
  for (const word of odd) t.equal(shell(`printf %s ${scriptWord(word)}`), word)
  for (const word of odd)
    t.equal(shell(`printf %s ${scriptWord(`${place.path},${word}`)}`), `/tmp/x/chardev,${word}`)
  t.equal(scriptWord(`tcp:127.0.0.1:${place.port}`), '"tcp:127.0.0.1:$PORT"')
})

void t.test("a person's command line has its paths quoted", async t => {
  t.equal(
    scriptLine(`mkfifo ${place.path}.in ${place.path}.out`),
    'mkfifo "$DIR/chardev.in" "$DIR/chardev.out"',
  )
  t.equal(scriptLine(`cat "${place.path}" | wc -c`), 'cat "$DIR/chardev" | wc -c')
})
