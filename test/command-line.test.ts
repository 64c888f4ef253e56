import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { chardevFc } from './support/command.ts'

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
  'doctor',
  'shell',
  'ci',
]

void t.test('--help teaches every command, each with an example', async t => {
  const { exitCode, stdout } = await chardevFc(['--help'])
  t.equal(exitCode, 0)
  for (const command of commands) t.match(stdout, new RegExp(`^  ${command} `, 'm'))
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
  ]) {
    const help = await chardevFc([...command.split(' '), '--help'])
    t.equal(help.exitCode, 0)
    if (command !== 'image' && command !== 'qemu')
      t.match(help.stdout, /Example:\n {2}\$ chardev-fc /, command)
  }
})

void t.test('bad input gets one clear line and exit code 64', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'cfc-cli-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const text = join(folder, 'text')
  writeFileSync(text, 'no program\n', { mode: 0o755 })
  const disk = ['--image', text, '--ssh-user', 'me', '--ssh-key', text]
  const gitEnds = ['--good', 'a', '--bad', 'b', '--build', 'x', '--binary', 'y']
  const bad: [string[], RegExp][] = [
    [['run', 'no-such-case'], /no case 'no-such-case'; the cases are .*unix-server/],
    [['run'], /wanted the ids of cases/],
    [['show', 'no-such-case'], /no case/],
    [['run', 'unix-server', '--timeout', 'soon'], /wanted a duration/],
    [['run', 'unix-server', '--memory', 'much'], /wanted a size/],
    [['run', 'unix-server', '--accel', 'magic'], /auto, kvm, tcg/],
    [['run', 'unix-server', '--qemu', join(folder, 'nothing')], /nothing/],
    [['run', 'unix-server', '--qemu', '/bin/true'], /\/bin\/true/],
    [['run', 'unix-server', '--qemu', text], /text/],
    [['run', 'unix-server', '--kernel', '/k'], /--kernel and --initrd go together/],
    [['run', 'unix-server', '--ssh-user', 'me'], /about a disk of your own: name it with --image/],
    [
      ['run', 'unix-server', ...disk, '--kernel', 'host'],
      /--image brings its own kernel: leave out --kernel/,
    ],
    [['run', 'unix-server', ...disk, '--initrd', '/i'], /--image brings its own kernel: leave out --kernel/],
    [['run', 'unix-server', '--image', text], /--image needs --ssh-user USER and --ssh-key FILE/],
    [['run', 'unix-server', ...disk, '--ssh-port', '70000'], /a number from 1 to 65535, .* is '70000'/],
    [['run', 'unix-server', ...disk.with(1, `${folder}/none`)], /none cannot be read .*ENOENT/],
    [['shell', ...disk.with(1, folder)], /neither a file nor a block device; name another with --image/],
    [['shell', ...disk.with(5, `${folder}/none`)], /wanted a private ssh key, but .*ENOENT/],
    [['show', 'unix-server', '--qemu', ''], /got --qemu with nothing/],
    [['show', 'unix-server', '--qemu', 'debian:'], /'debian:' is no source of packages: write debian:SUITE/],
    [['show', 'unix-server', '--qemu', join(folder, 'none-*')], /wanted QEMUs like '.*none-\*'/],
    [['show', 'unix-server', '--qemu', text], /wanted \S+text as QEMU/],
    [['show', 'unix-server', ...disk], /wanted a private ssh key, but .*text is none/],
    [['run', 'unix-server', '--report', 'xml=out'], /wanted a report like html=report.html/],
    [['run', 'unix-server', '--report', 'tap', '--json'], /cannot both go to stdout/],
    [
      ['run', 'unix-server', '--report', `tap=${join(folder, 'no', 'out')}`],
      /wanted to write a report to .*ENOENT/,
    ],
    [['run', 'unix-server', '--results', join(text, 'x')], /wanted a folder for results, cannot write/],
    [['run', 'reconnect', '--symptom', 'loss'], /--symptom is only for --bisect-exit/],
    [['bisect', 'no-such-case', '--good', 'a', '--bad', 'b'], /no case 'no-such-case'/],
    [['bisect', 'reconnect', '--good', 'a'], /wanted two ends: --good REV --bad REV/],
    [['bisect', 'reconnect', '--good', 'a', '--bad', 'b'], /wanted the build command/],
    [['bisect', 'reconnect', ...gitEnds, '--repo', folder], /wanted a git repository, but .* is not one/],
    [['bisect', 'reconnect', ...gitEnds, '--error-bound', '0'], /--error-bound: wanted a percentage/],
    [['bisect', 'reconnect', ...gitEnds, '--max-runs', '1'], /--max-runs: wanted a whole number/],
    [['bisect', 'reconnect', ...gitEnds, '--symptom', 'x'], /--symptom: wanted one of freeze, stuck/],
    [['bisect', 'reconnect', ...gitEnds, '--qemu', text], /either a list .* or a history/],
    [['bisect', 'reconnect', '--qemu', text, '--qemu', text], /wanted \S+text as QEMU/],
    [['bisect', 'log', 'no-such-name'], /no bisection 'no-such-name'/],
    [['bisect', 'replay', text], /wanted a line of a bisection log/],
    [['ci'], /engine/],
    [['ci', 'jenkins'], /github, gitlab/],
    [['ci', 'github', '--shards', '0'], /wanted a number of jobs for each QEMU \(--shards\) from 1/],
    [['ci', 'github', '--shards', '51'], /wanted at most 200 jobs/],
    [['ci', 'gitlab', '--only', 'unix-serve'], /did you mean 'unix-server'/],
    [['ci', 'gitlab', '--qemu', '$HOME/qemu'], /--qemu: wanted a word without \$/],
    [
      ['ci', 'gitlab', '--qemu', 'ubuntu:noble'],
      /'ubuntu:noble' is no source of packages: write debian:SUITE/,
    ],
    [['ci', 'github', '--schedule', '@daily'], /--schedule: wanted five fields/],
    [['ci', 'github', '--output', join(text, 'x.yml')], /wanted to write .*x\.yml/],
    [['merge', folder, folder, '--parts', '1'], /results\.jsonl/],
    [['judge', folder], /journal/],
    [['image', 'export'], /missing required argument 'file'/],
    [['image', 'export', text, '--name', 'no-such-image'], /no guest image 'no-such-image' in/],
    [['image', 'import'], /missing required argument 'file'/],
    [['image', 'import', join(folder, 'none')], /wanted an exported guest image, but ENOENT/],
    [['image', 'import', folder], /is a folder: name the file/],
    [['image', 'import', text], /text is no exported guest image, or is damaged/],
    [['qemu', 'install', 'native', 'debian:'], /'debian:' is no source of packages/],
    [['no-such-command'], /no-such-command/],
    [['run', '--no-such-option'], /no-such-option/],
  ]
  for (const [args, words] of bad) {
    const { exitCode, stdout, stderr } = await chardevFc(args)
    t.equal(exitCode, 64, `${args.join(' ')}: ${stderr}`)
    t.match(stderr, words)
    if (stderr.startsWith('chardev-fc: ')) t.notMatch(stderr, /\n/, 'one line')
    t.equal(stdout, '')
  }
})

void t.test('list names every case; --json is one document', async t => {
  const { stdout } = await chardevFc(['list', '--json'])
  const ids = (JSON.parse(stdout) as { cases: { case: string }[] }).cases.map(row => row.case)
  t.ok(ids.includes('unix-server') && ids.includes('debugcon'))
  const list = await chardevFc(['list'])
  for (const id of ids) t.match(list.stdout, new RegExp(`^${id} `, 'm'))
})
