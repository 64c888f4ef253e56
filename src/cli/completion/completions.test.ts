import t from 'tap'
import { program } from '../program/program.ts'
import { completions } from './completions.ts'

const root = program(() => undefined)
const known: Readonly<Record<string, readonly string[]>> = {
  case: ['unix-client', 'unix-server'],
  qemu: ['debian-sid', 'debian:sid', 'a name; with spaces', '$(name)'],
  'kind=path': ['tap=', 'html='],
  bisection: ['reconnect-Ab12Cd'],
}

/** What may stand in place of the last word of the line. */
async function after(line: string): Promise<string[]> {
  const found = await completions(root, line.split(' '), async name => known[name] ?? [])
  return found.map(({ value }) => value)
}

void t.test('commands and subcommands, with what they do', async t => {
  t.same(await after('ma'), ['matrix'])
  t.same(await after('image '), ['build', 'list', 'remove', 'export', 'import', 'help'])
  t.same(await after('image build im'), [], 'not another one')
  t.same(await after('bisect re'), ['resume', 'reset', 'replay'])
  t.same(await after('comp'), ['completion'], 'complete is hidden')
  t.match(await completions(root, ['cach'], async () => []), [{ value: 'cache', about: /clean the cache/ }])
})

void t.test('what help takes', async t => {
  t.same(await after('help ma'), ['matrix'])
  t.same(await after('help image '), ['build', 'list', 'remove', 'export', 'import'])
  t.same(await after('image help li'), ['list'])
})

void t.test('options that may still be given', async t => {
  t.same(await after('run --re'), ['--repeat', '--resume', '--retry-inconclusive', '--report', '--results'])
  t.notOk((await after('run --repeat 2 --')).includes('--repeat'))
  t.notOk((await after('run -j4 --jo')).includes('--jobs'))
  t.same(await after('run --only a --on'), ['--only'], 'repeatable')
  t.notOk((await after('shell --qemu a --')).includes('--qemu'), 'a shell is on one QEMU')
  t.same(await after('image list --c'), ['--color'], 'of the whole program')
  t.same(await after('run --ver'), ['--verbose'], '--version is only of use without a command')
  t.same(await after('--ver'), ['--version'])
  t.same(await after('show unix-server --sc'), ['--script'], 'after an argument')
  t.same((await after('show unix-server '))[0], '--script', 'where no argument is expected')
  t.same(await after('run -- --'), [], 'none after --')
})

void t.test('values of options', async t => {
  t.same(await after('run --accel '), ['auto', 'kvm', 'tcg'])
  t.same(await after('run --accel=k'), ['--accel=kvm'])
  t.same(await after('run --color a'), ['auto', 'always'])
  t.same(await after('run --qemu debian:'), ['debian:sid'])
  t.same(await after('run --qemu='), ['--qemu=debian-sid', '--qemu=debian:sid'], 'none that needs quotes')
  t.same(await after('run --report ht'), ['html='])
  t.same(await after('run --report html=pa'), [], 'a file')
  t.same(await after('run --initrd '), [], 'a file')
  t.same(await after('run --initrd - --accel k'), ['kvm'], '- is a value')
  t.same(await after('run -j '), [], 'anything')
  t.same(await after('bisect skip --bisection '), ['reconnect-Ab12Cd'])
  t.same(await after('run --all='), [], 'it takes none')
  t.same(await after('run --none='), [])
})

void t.test('values of arguments', async t => {
  t.same(await after('run unix-s'), ['unix-server'])
  t.same(await after('run unix-client unix-'), ['unix-server'], 'each once')
  t.same(await after('run --keep unix-client --verbose unix-'), ['unix-server'])
  t.same(await after('run -- unix-s'), ['unix-server'])
  t.same(await after('run --no-such-option unix-s'), ['unix-server'])
  t.same(await after('show unix-client unix-'), [], 'only one')
  t.same(await after('diff before unix-'), [], 'a folder')
  t.same(await after('diff before after unix-s'), ['unix-server'])
  t.same(await after('bisect unix-s'), ['unix-server'], 'beside subcommands')
  t.same(await after('bisect --known '), ['unix-client', 'unix-server'], 'an option leaves no subcommand')
  t.same(await after('bisect --color never res'), ['resume', 'reset'], 'one of the program does')
  t.same(await after('ci g'), ['github', 'gitlab'])
  t.same(await after('no-such-command '), [])
})
