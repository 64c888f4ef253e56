import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { chardevFc } from './support/command.ts'
import { smallWrites } from './support/example.ts'
import { start } from './support/running.ts'

const commands = [
  'list',
  'show',
  'run',
  'matrix',
  'merge',
  'diff',
  'bisect',
  'judge',
  'image',
  'qemu',
  'cache',
  'doctor',
  'shell',
  'ci',
  'completion',
  'docs',
  'help',
]

void t.test('--help teaches every command, each with an example', async t => {
  const { exitCode, stdout } = await chardevFc(['--help'])
  t.equal(exitCode, 0)
  for (const command of commands) t.match(stdout, new RegExp(`^  ${command} `, 'm'))
  t.notMatch(stdout, /^ {2}complete /m)
  for (const command of [
    ...commands,
    ...['bisect resume', 'bisect log', 'bisect replay'],
    'image build',
    'image list',
    'image remove',
    'image export',
    'image import',
    'qemu install',
    'qemu remove',
    'qemu upgrade',
    'cache list',
    'cache clean',
  ]) {
    const help = await chardevFc([...command.split(' '), '--help'])
    t.equal(help.exitCode, 0)
    if (!['image', 'qemu', 'cache', 'help'].includes(command))
      t.match(help.stdout, /Examples?:\n {2}\$ chardev-fc /, command)
  }
})

void t.test('help COMMAND is COMMAND --help', async t => {
  for (const words of [['run'], ['image', 'build'], ['bisect', 'resume']]) {
    const [help, option] = [await chardevFc(['help', ...words]), await chardevFc([...words, '--help'])]
    t.match(help, { exitCode: 0, stdout: option.stdout })
    t.match(help.stdout, `Usage: chardev-fc ${words.join(' ')} `)
  }
})

void t.test('bad input gets one clear line and exit code 64', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'cfc-cli-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const text = join(folder, 'text')
  writeFileSync(text, 'no program\n', { mode: 0o755 })
  const own = join(folder, 'null.mjs')
  writeFileSync(own, smallWrites)
  const disk = ['--image', text, '--ssh-user', 'me', '--ssh-key', text]
  const gitEnds = ['--good', 'a', '--bad', 'b', '--build', 'x', '--binary', 'y']
  const from = ['--from', 'checkout']
  const bad: [string[], RegExp][] = [
    [['run', 'no-such-case'], /no case 'no-such-case': chardev-fc list shows the \d+ cases/],
    [['run', 'unix-sever'], /no case 'unix-sever': did you mean 'unix-server'\?/],
    [['matrix', 'unix-*'], /no case 'unix-\*': patterns are for --only, as in --only 'unix-\*'/],
    [['run'], /no case given/],
    [
      ['run', 'null', 'mux', 'null'],
      /null is given twice: leave one out \(--repeat runs a case several times\)/,
    ],
    [['matrix', own, 'null'], /null\.mjs and null have the same id, null: rename a file/],
    [['run', 'unix-server', '--all'], /case ids and --all cannot be combined/],
    [['run', '--all', '--last-failed'], /--all and --last-failed cannot be combined: leave out all but one/],
    [
      ['run', '--all', '--only', 'unix-sever'],
      /--only 'unix-sever' matches none .* did you mean 'unix-server'/,
    ],
    [['run', '--only', 'null', '--skip', 'null'], /leave no case to run/],
    [['run', '--all', '--durations', 'all'], /\(--durations\) from 0 to 999, got 'all'/],
    [['run', '--all', '--retry-inconclusive', '-1'], /\(--retry-inconclusive\) from 0 to 999/],
    [['show', 'no-such-case'], /no case/],
    [['run', 'unix-server', '--timeout', 'soon'], /--timeout: expected a duration/],
    [['run', 'unix-server', '--memory', 'much'], /--memory: expected a size/],
    [['run', 'unix-server', '--memory', '3Q'], /--memory: expected a size like 256M .* got '3Q'/],
    [
      ['run', 'unix-server', '--memory', '1T'],
      /--memory: expected at most .*, which this machine has, got '1T'/,
    ],
    [['run', 'unix-server', '--accel', 'magic'], /auto, kvm, tcg/],
    [['run', 'unix-server', '--qemu', join(folder, 'nothing')], /nothing/],
    [['run', 'unix-server', '--qemu', '/bin/true'], /\/bin\/true/],
    [['run', 'unix-server', '--qemu', text], /text/],
    [['run', 'unix-server', '--kernel', '/k'], /--kernel and --initrd must be given together/],
    [['run', 'unix-server', '--ssh-user', 'me'], /--ssh-user, --ssh-key and --ssh-port need --image/],
    [
      ['run', 'unix-server', ...disk, '--kernel', 'host'],
      /--image boots the kernel on the disk: leave out --kernel/,
    ],
    [
      ['run', 'unix-server', ...disk, '--initrd', '/i'],
      /--image boots the kernel on the disk: leave out --kernel/,
    ],
    [['run', 'unix-server', '--image', text], /--image needs --ssh-user USER and --ssh-key FILE/],
    [['run', 'unix-server', ...disk, '--ssh-port', '70000'], /a number from 1 to 65535, got '70000'/],
    [['run', 'unix-server', ...disk.with(1, `${folder}/none`)], /none cannot be read .*ENOENT/],
    [['shell', ...disk.with(1, folder)], /--image: .*neither a file nor a block device/],
    [['shell', ...disk.with(5, `${folder}/none`)], /--ssh-key: .*ENOENT/],
    [['shell', '--qemu', 'a', '--qemu', 'b'], /--qemu: expected one QEMU, got a and b/],
    [['show', 'unix-server', '--qemu', ''], /--qemu: got an empty value/],
    [
      ['show', 'unix-server', '--qemu', 'debian:'],
      /'debian:' is not a source of packages: expected debian:SUITE/,
    ],
    [['show', 'unix-server', '--qemu', join(folder, 'none-*')], /--qemu: no program matches '.*none-\*'/],
    [['show', 'unix-server', '--qemu', text], /--qemu: \S+text/],
    [['show', 'unix-server', ...disk], /--ssh-key: .*text is not a private ssh key/],
    [['run', 'unix-server', '--report', 'xml=out'], /--report: expected KIND=PATH such as html=report.html/],
    [['run', 'unix-server', '--timeout', '31 min'], /--timeout: expected at most 30 min, got '31 min'/],
    [['run', 'unix-server', '--report', 'tap', '--json'], /cannot both go to stdout/],
    [
      ['run', 'unix-server', '--report', `tap=${join(folder, 'no', 'out')}`],
      /--report: cannot write .*: there is no folder .*no/,
    ],
    [
      ['run', 'unix-server', '--report', `html=${join(folder, 'page')}`, '--docs', 'javascript:alert(1)'],
      /--docs: expected the folder of the pages as a URL .* got 'javascript:alert\(1\)'/,
    ],
    [['run', 'unix-server', '--docs', 'docs'], /--docs: .* add --report html=PATH/],
    [['run', 'unix-server', '--open'], /--open: expected a page to open: add --report html=PATH/],
    [['run', 'unix-server', '--results', join(text, 'x')], /--results: cannot write/],
    [['run', 'reconnect', '--symptom', 'loss'], /--symptom is only for --bisect-exit/],
    [['bisect', 'no-such-case', '--good', 'a', '--bad', 'b'], /no case 'no-such-case'/],
    [['bisect', 'reconnect', '--good', 'a'], /expected two ends: --good REV --bad REV/],
    [['bisect', 'reconnect', '--good', 'a', '--bad', 'b'], /expected the build command/],
    [['bisect', 'reconnect', ...gitEnds, '--repo', folder], /expected a git repository, but .* is not one/],
    [['bisect', 'reconnect', ...gitEnds, '--error-bound', '0'], /--error-bound: expected a percentage/],
    [['bisect', 'reconnect', ...gitEnds, '--max-runs', '1'], /--max-runs: expected a whole number/],
    [['bisect', 'reconnect', ...gitEnds, '--symptom', 'x'], /--symptom: expected one of freeze, stuck/],
    [['bisect', 'reconnect', ...gitEnds, '--qemu', text], /either a list .* or a history/],
    [['bisect', 'reconnect', '--qemu', text, '--qemu', text], /--qemu: \S+text/],
    [['bisect', 'log', 'no-such-name'], /no bisection 'no-such-name'/],
    [['bisect', 'replay', text], /expected a line of a bisection log/],
    [['ci'], /engine/],
    [['ci', 'jenkins'], /github, gitlab/],
    [['ci', 'github', '--shards', '0'], /expected a number of jobs for each QEMU \(--shards\) from 1/],
    [['ci', 'github', '--shards', '51', ...from], /expected at most 200 jobs/],
    [['ci', 'gitlab', '--only', 'unix-serve', ...from], /did you mean 'unix-server'/],
    [['ci', 'gitlab', '--qemu', '$HOME/qemu', ...from], /--qemu: expected a value without \$/],
    [
      ['ci', 'gitlab', '--qemu', 'ubuntu:noble', ...from],
      /'ubuntu:noble' is not a source of packages: expected debian:SUITE/,
    ],
    [['ci', 'github', '--schedule', '@daily', ...from], /--schedule: expected five fields/],
    [['ci', 'github', '--output', join(text, 'x.yml'), ...from], /--output: cannot write .*x\.yml/],
    [['completion'], /missing required argument 'shell'/],
    [
      ['completion', 'tcsh'],
      /^chardev-fc: 'tcsh' is invalid .* bash, zsh, fish \(see chardev-fc completion --help\)/,
    ],
    [['merge', folder, folder, '--parts', '1'], /results\.jsonl/],
    [['judge', folder], /expected a run directory.*, but there is no journal\.jsonl in /],
    [['judge', join(folder, 'none')], /expected a run directory.*, but there is no \S*none$/],
    [['judge', text], /expected a run directory.*, but \S*text is not a folder/],
    [['image', 'export'], /missing required argument 'file'/],
    [['image', 'export', text, '--name', 'no-such-image'], /no guest image 'no-such-image' in/],
    [['image', 'import'], /missing required argument 'file'/],
    [['image', 'import', join(folder, 'none')], /cannot read the exported guest image: ENOENT/],
    [['image', 'import', folder], /is a folder: name the exported file/],
    [['image', 'import', text], /text is not an exported guest image, or is damaged/],
    [['qemu', 'install', 'native', 'debian:'], /'debian:' is not a source of packages/],
    [['no-such-command'], /unknown command 'no-such-command' \(see chardev-fc --help\)/],
    [['no-such-command', '--help'], /unknown command 'no-such-command'/],
    [['help', 'no-such-command'], /unknown command 'no-such-command'/],
    [
      ['image', 'biuld', '-h'],
      /unknown command 'biuld': did you mean build\? \(see chardev-fc image --help\)/,
    ],
    [['run', '--no-such-option'], /no-such-option' \(see chardev-fc run --help\)/],
  ]
  for (const [args, words] of bad) {
    const { exitCode, stdout, stderr } = await chardevFc(args)
    t.equal(exitCode, 64, `${args.join(' ')}: ${stderr}`)
    t.match(stderr, words)
    t.match(stderr, /^chardev-fc: .*$/, 'one line')
    t.equal(stdout, '')
  }
})

void t.test('a command that prints ends silently when nothing reads it', async t => {
  const running = start(t, ['list'])
  running.child.stdout?.destroy()
  t.match(await running.ended, { code: 141 })
  t.equal(running.output(), '')
})

void t.test('list names every case; --json is one document', async t => {
  const { stdout } = await chardevFc(['list', '--json'])
  const ids = (JSON.parse(stdout) as { cases: { case: string }[] }).cases.map(row => row.case)
  t.ok(ids.includes('unix-server') && ids.includes('debugcon'))
  const list = await chardevFc(['list'])
  for (const id of ids) t.match(list.stdout, new RegExp(`^${id} `, 'm'))
})
