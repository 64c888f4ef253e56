import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'

const program = fileURLToPath(new URL('../../../src/reproduce/script/host.py', import.meta.url))

/** Lets the real host.py play steps, one after the other, and calls `after` behind each; gives back its folder and what it said. */
async function played(
  t: Test,
  steps: readonly string[],
  after: (folder: string, step: string) => void = () => undefined,
): Promise<{ folder: string; said: string }> {
  const folder = t.testdir()
  const python = spawn('python3', [program], { env: { ...process.env, DIR: folder }, stdio: 'pipe' })
  let said = ''
  python.stderr.on('data', chunk => (said += chunk))
  for (const [index, text] of steps.entries()) {
    const step = join(folder, `step${index}.py`)
    writeFileSync(step, text)
    python.stdin.write(`${step}\n`)
    while (!existsSync(`${step}.done`)) await delay(5)
    after(folder, text)
  }
  python.stdin.end()
  await once(python, 'close')
  return { folder, said }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

const comparisons: readonly [string, string, string][] = [
  ['compare(b"abc", b"abc")', 'same', 'all 3 bytes arrived intact'],
  ['compare(b"ab", b"abc")', 'short', '1 of 3 bytes are missing, from offset 2 on'],
  ['compare(b"", b"abc")', 'short', '3 of 3 bytes are missing, from offset 0 on'],
  ['compare(b"abcc", b"abc")', 'again', 'bytes repeated at offset 3 (4 bytes read, 3 written)'],
  ['compare(b"abbc", b"abc")', 'again', 'bytes repeated at offset 2 (4 bytes read, 3 written)'],
  ['compare(b"01\\n02\\n01\\n02\\n", b"01\\n02\\n")', 'again', 'bytes repeated at offset 6'],
  ['compare(b"01\\n02\\n02\\n03\\n", b"01\\n02\\n03\\n")', 'again', 'bytes repeated at offset 7'],
  ['compare(b"01\\n03\\n", b"01\\n02\\n03\\n")', 'differs', 'at offset 4'],
  ['compare(b"xbc", b"abc")', 'differs', "at offset 0 is b'xbc' instead of b'abc' (3 bytes read, 3 written)"],
  [
    'compare(bytes(10**7) + b"x", bytes(10**7 + 1))',
    'differs',
    "at offset 10000000 is b'x' instead of b'\\x00'",
  ],
  ['compare_begun(b"abcword", b"abcdef", b"word", 1)', 'same', 'all 7 bytes arrived intact'],
  ['compare_begun(b"abcwo", b"abcdef", b"word", 1)', 'short', '2 of 7 bytes are missing, from offset 5 on'],
  ['compare_begun(b"abxword", b"abcdef", b"word", 1)', 'differs', 'at offset 2'],
  ['compare_begun(b"aword", b"abcdef", b"word", 2)', 'differs', 'at offset 1'],
  ['compare(by_writer(b"1\\n3\\n2\\n4\\n", 2, 2), b"1\\n2\\n3\\n4\\n")', 'same', 'all 8 bytes'],
  ['compare(by_writer(b"2\\n3\\n1\\n4\\n", 2, 2), b"1\\n2\\n3\\n4\\n")', 'differs', 'at offset 0'],
  ['compare(by_writer(b"%05000d\\n" % 1, 5001, 2), b"%05000d\\n" % 1)', 'same', 'all 5001 bytes'],
  [`compare_sum(b"abc", 3, "${sha256('abc')}", "here")`, 'same', 'all 3 bytes arrived here intact'],
  [`compare_sum(b"ab", 3, "${sha256('abc')}", "here")`, 'short', '1 of 3 bytes are missing at the end'],
  [`compare_sum(b"abd", 3, "${sha256('abc')}", "here")`, 'differs', '3 bytes arrived here, but not the 3'],
]

void t.test('it says where what was read differs from what was written', async t => {
  const expected = new Map(comparisons.map(([step, kind, sentence]) => [step, `${kind} ${sentence}`]))
  await played(t, [...expected.keys()], (folder, step) => {
    const said = readFileSync(join(folder, 'compared'), 'utf8')
    t.ok(said.startsWith(expected.get(step) ?? 'unknown'), `${step}: ${said}`)
  })
})

void t.test('what arrives while it compares is missing, not wrong', async t => {
  const late =
    'class Late(bytes):\n    def __getitem__(self, key):\n        data.extend(b"c")\n        return bytes(self)[key]'
  const { folder, said } = await played(t, [`${late}\ndata = bytearray(b"ab")\ncompare(data, Late(b"abc"))`])
  t.match(readFileSync(join(folder, 'compared'), 'utf8'), /^short 1 of 3 bytes are missing/, said)
})

void t.test('it tells a line that came alone from whatever else came', async t => {
  const cases: readonly [string, string][] = [
    ['', '0 other'],
    ['<?>\\n', '4 line'],
    ['<?>\\r\\n<?>\\r\\n', '10 line'],
    ['cd<?>\\n', '6 other'],
    ['cd', '2 other'],
  ]
  for (const [came, said] of cases) {
    const { folder } = await played(t, [`data = bytearray(b"ab${came}")\ncame_alone(b"<?>", 2)`])
    t.equal(readFileSync(join(folder, 'came'), 'utf8'), `${said}\n`)
  }
})

void t.test('steps share their variables; an error is shown with its line', async t => {
  const { folder, said } = await played(t, [
    'data = bytearray(b"foo")',
    'data += b"bar"\nassert data == b"foobar"',
  ])
  t.notOk(existsSync(join(folder, 'failed')), said)
  const wrong = await played(t, ['x = 1\nnonsense'])
  t.ok(existsSync(join(wrong.folder, 'failed')))
  t.match(wrong.said, /step0\.py", line 2.*nonsense.*NameError/s)
})

void t.test(
  'a piece is waited for at a monitor that answers; one that does not holds it up for a second',
  async t => {
    const { folder, said } = await played(t, [
      // The folder's own path is too long for a socket.
      'import os, socket, time\nos.environ["DIR"] = "/proc/self/fd/%d" % os.open(os.environ["DIR"], os.O_RDONLY)',
      'silent = socket.socket(socket.AF_UNIX)\nsilent.bind(os.path.join(os.environ["DIR"], "qmp"))\nsilent.listen()',
      'began = time.time()\npiece_is_seen()\nput("silent", str(time.time() - began))',
      'ask = None\nbegan = time.time()\npiece_is_seen()\nput("used", str(time.time() - began))',
    ])
    t.equal(said, '')
    const took = (name: string) => Number(readFileSync(join(folder, name), 'utf8'))
    t.ok(took('silent') >= 1, 'no answer')
    t.ok(took('used') < 1, 'another step talks to it')
  },
)
