import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { SaxesParser } from 'saxes'
import t, { type Test } from 'tap'
import { Parser } from 'tap-parser'
import { currentSchema } from '../src/model/contract/schema-version.ts'
import { hostile, hostileText, passed, testRun } from '../src/report/result.fixture.ts'
import { ResultsFolder } from '../src/results/results-folder.ts'
import { chardevFc } from './support/command.ts'
import { folder } from './support/example.ts'
import { equipment } from './support/guest.ts'

const evil = '\x1b[2J\x1b]0;owned\x07\x9b31m\u202e ##[error]forged'

/** Checks that a text steers no terminal, and that no CI takes a line of it for a command. */
function isTame(t: Test, text: string, what: string): void {
  t.not(text, '', what)
  t.notMatch(text, /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u, `${what}: no control characters`)
  t.notMatch(text, /^\s*::|##\w*\[/m, `${what}: no command to a CI`)
}

void t.test(
  'a guest that does not come up, on a QEMU whose version, console and stderr are hostile',
  async t => {
    const { qemu } = await equipment()
    const home = folder(t)
    const wrapper = join(home, 'qemu')
    // A real guest, whose init prints that and ends.
    const init = String.raw` rdinit=/bin/busybox -- sh -c "printf \\n::error::forged\\033[31m##[group]x\\r\\n; poweroff -f"`
    const script = `#!/bin/sh
real='${qemu.path}'
case "$*" in
  --version) "$real" --version | sed '1s/$/ ${evil}/'; exit ;;
  *-append*) printf '::error::stderr${evil}\\n' >&2 ;;
  *) exec "$real" "$@" ;;
esac
for word; do
  shift
  [ "$last" != -append ] || word="$word"'${init}'
  last=$word
  set -- "$@" "$word"
done
exec "$real" "$@"
`
    writeFileSync(wrapper, script, { mode: 0o755 })
    const env = { XDG_STATE_HOME: join(home, 'state') }
    const run = await chardevFc(['run', 'reconnect', '--accel', 'tcg', '--cold', '--qemu', wrapper], env)
    t.equal(run.exitCode, 69, run.stderr)
    t.match(run.stdout, 'the guest did not come up')
    t.match(run.stdout, '\\x3a:error::forged\\x1b[31m\\x23\\x23[group]x')
    isTame(t, run.stdout, 'stdout')
    isTame(t, run.stderr, 'stderr')

    writeFileSync(
      wrapper,
      script.replace('*-append*)', '*chardev=foo*)').replace('for word', 'exit 1; for word'),
    )
    const dead = await chardevFc(['run', 'reconnect', '--accel', 'tcg', '--cold', '--qemu', wrapper], env)
    t.equal(dead.exitCode, 69, dead.stderr)
    t.match(dead.stdout, '::error::stderr\\x1b[2J', 'what QEMU prints is in the sentence')
    isTame(t, dead.stdout, 'stdout')
  },
)

void t.test("a user's case: its name, its title, what its judge says", async t => {
  const home = folder(t)
  const title = 'title: "a\\x1b[2J",'
  const own = (title: string) => `import { defineCase, unix, virtserialport } from 'chardev-fc'
export default defineCase({
  ${title}
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  async script({ host }) { await host.open() },
  expect: [{ name: '::notice::own', judge: () => ({ outcome: 'fail', because: ${JSON.stringify(`::error::${evil}\r\n::error::`)} }) }],
})
`
  for (const [name, title_, words] of [
    [`x${evil.replace(/\W+/g, '\x1b')}.mjs`, "title: 'x',", 'a case file with a printable name'],
    ['::error::x.mjs', title, "'title': expected a text in one line"],
    ['bidi.mjs', 'title: "a\\u202e",', "'title': expected a text in one line"],
  ] as const) {
    writeFileSync(join(home, name), own(title_))
    const { exitCode, stderr } = await chardevFc(['show', join(home, name)])
    t.equal(exitCode, 64)
    t.match(stderr, words)
    t.equal(stderr.split('\n').length, 1)
    isTame(t, stderr, name)
  }
  const unknown = await chardevFc(['run', `no\n::error::${evil}`])
  t.match(unknown, { exitCode: 64, stdout: '' })
  t.equal(unknown.stderr.split('\n').length, 1)
  isTame(t, unknown.stderr, 'an unknown case')
  const option = await chardevFc(['run', `--no${evil}`])
  t.match(option, { exitCode: 64, stderr: "unknown option '--no\\x1b[2J" })
  isTame(t, option.stderr, 'an unknown option')

  await equipment()
  const path = join(home, '::error::own.mjs')
  writeFileSync(path, own("title: '::error::a title',"))
  const env = { XDG_STATE_HOME: join(home, 'state') }
  const run = await chardevFc(['run', path, '--verbose'], env)
  t.equal(run.exitCode, 1, run.stderr)
  t.match(run.stdout, '\\x3a:error::\\x1b[2J')
  isTame(t, run.stdout, 'a verdict')
  isTame(t, run.stderr, 'progress')
  const dir = /kept in +(\S+)/.exec(run.stdout)?.[1] ?? ''
  isTame(t, (await chardevFc(['judge', dir])).stdout, 'judged again')
  isTame(t, (await chardevFc(['show', path])).stdout, 'shown')
})

void t.test('a results folder of others, by every report', async t => {
  const home = folder(t)
  const made = (name: string, results: readonly ReturnType<typeof passed>[]) => {
    const path = join(home, name)
    using kept = new ResultsFolder(path, { ...testRun, command: [hostileText], plan: { cells: 9 } })
    for (const result of results) kept.add({ endedAt: testRun.startedAt, result }, null)
    return path
  }
  const error = { outcome: 'error', symptom: undefined } as object
  const all = [hostile(), hostile({ repeat: 2, ...error }), hostile({ repeat: 3, outcome: 'inconclusive' })]
  const given = made('a', [...all, passed({ case: '::error::a', because: '::error::b\n##[error]c' })])
  isTame(t, readFileSync(join(given, 'results.jsonl'), 'utf8'), 'what is stored')
  const other = made('b', [hostile({ because: `::error::${hostileText}`, outcome: 'pass' })])
  const merge = (...args: string[]) => chardevFc(['merge', given, ...args])
  const plain = await merge()
  isTame(t, plain.stdout, 'the summary')
  for (const kind of ['tap', 'junit', 'json', 'jsonl', 'html']) {
    const { stdout, stderr } = await merge('--report', kind)
    isTame(t, stderr, `${kind}: stderr`)
    // Its script and style are ours.
    isTame(t, stdout.replaceAll(/<(script|style)>[\s\S]*?<\/\1>/g, ''), kind)
    if (kind === 'tap') t.equal(tapCount(stdout), 4)
    if (kind === 'junit') new SaxesParser().write(stdout).close()
    if (kind === 'json') t.match(JSON.parse(stdout), { results: { 0: { case: hostileText }, length: 4 } })
    if (kind === 'jsonl') for (const line of stdout.split('\n')) t.type(JSON.parse(line), 'object')
  }
  const summary = join(home, 'summary.md')
  const github = await chardevFc(['merge', given, '--report', 'github'], { GITHUB_STEP_SUMMARY: summary })
  isTame(t, github.stdout.replaceAll(/^::(error|warning) title=/gm, ''), 'annotations')
  t.equal(github.stdout.split('\n').length, 4, 'one for each cell that needs attention, and for missing ones')
  isTame(t, readFileSync(summary, 'utf8'), 'the step summary')
  const diff = await chardevFc(['diff', given, other])
  isTame(t, diff.stdout, 'diff')
  isTame(t, (await chardevFc(['diff', given, other, '--json'])).stdout, 'diff --json')
})

void t.test('a git history with hostile subjects, whose build prints hostile lines', async t => {
  const home = folder(t)
  const repo = join(home, 'repo')
  mkdirSync(repo)
  const name = `A${evil}`
  const author = { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: 'a@example.org' }
  const env = { ...author, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: 'a@example.org' }
  const git = (...args: string[]) =>
    execa('git', ['-C', repo, '-c', 'commit.gpgsign=false', ...args], { env })
  await git('init', '--quiet')
  for (const number of [1, 2])
    await git('commit', '--quiet', '--allow-empty', '--message', `::error::${evil} number ${number}`)
  const hostileBuild = `printf '::error::building${evil}\\r\\n'; exit 3`
  const ends = ['--good', 'HEAD~1', '--bad', 'HEAD', '--repo', repo, '--binary', 'qemu']
  const state = { XDG_STATE_HOME: join(home, 'state'), XDG_CACHE_HOME: join(home, 'cache') }
  const run = await chardevFc(['bisect', 'reconnect', ...ends, '--build', hostileBuild], state)
  t.equal(run.exitCode, 64)
  t.match(run.stderr, '(::error::\\x1b[2J')
  t.match(run.stderr, '| ::error::building\\x1b[2J')
  isTame(t, run.stderr, 'progress')
  const log = await chardevFc(['bisect', 'log'], state)
  isTame(t, log.stdout, 'the log')
  const [first = ''] = log.stdout.split('\n')
  t.match(JSON.parse(first), { schema: currentSchema, origin: { build: hostileBuild } })
})

function tapCount(text: string): number {
  const parser = new Parser()
  parser.end(text)
  return parser.count
}
