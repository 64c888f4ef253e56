import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { perturbed, shellVariables, unperturbed } from './perturbation.ts'
import { startQemu } from './process.ts'

const { signal } = new AbortController()

t.test('a value that the user has set wins, even an empty one', async t => {
  t.same(shellVariables(perturbed({})), [
    'MALLOC_PERTURB_=165',
    'GLIBC_TUNABLES=glibc.malloc.tcache_count=0',
    'G_SLICE=always-malloc',
  ])
  t.match(perturbed({ MALLOC_PERTURB_: '1' }), { MALLOC_PERTURB_: '1', G_SLICE: 'always-malloc' })
  t.same(perturbed(unperturbed), unperturbed)
})

t.test('freed memory is overwritten', async t => {
  // A program of perl's, which asks malloc as QEMU does: nothing is left of a freed block.
  const program = `my $block = "secret" x 400; my $at = unpack "J", pack "p", $block; undef $block;
    print unpack("P100", pack "J", $at + 64) =~ /secret/ ? "left" : "gone"`
  for (const [variables, left] of [
    [perturbed({}), 'gone'],
    [unperturbed, 'left'],
  ] as const) {
    const cwd = t.testdir()
    const stderrPath = join(cwd, 'out')
    const qemu = await startQemu({ qemu: 'perl', argv: ['-e', program], cwd, stderrPath, variables, signal })
    await qemu.exited
    t.equal(readFileSync(stderrPath, 'utf8'), left)
  }
})
