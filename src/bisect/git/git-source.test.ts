import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { execa } from 'execa'
import t, { type Test } from 'tap'
import { type Program, Untestable } from '../source.ts'
import { BuildCache } from './build-cache.ts'
import { checkBinary, gitSource } from './git-source.ts'
import { TinyRepo } from './tiny-repo.fixture.ts'
import { WorkTree } from './work-tree.ts'

const { signal } = new AbortController()

/** A source over three commits of a program that prints its number; the build counts its runs. */
async function tiny(t: Test, build: string, { limitMs = 30_000, cacheBytes = 1e9 } = {}) {
  const folder = t.testdir()
  const repo = await TinyRepo.make(join(folder, 'repo'))
  const commits: string[] = []
  for (const number of ['0', '1', '2']) {
    commits.push(
      await repo.commit(`number ${number}`, {
        number,
        'pc-bios/bios.bin': `bios ${number}`,
        'pc-bios/edk2-arm.fd': 'x',
      }),
    )
  }
  const messages: string[] = []
  const tree = new WorkTree(repo.path, join(folder, 'tree'))
  const origin = {
    ...{
      kind: 'git' as const,
      repo: repo.path,
      before: commits[0] ?? '',
      after: commits[2] ?? '',
      firstParent: false,
    },
    ...{ build, binary: 'build/qemu', buildLimitMs: limitMs },
  }
  const source = await gitSource(
    origin,
    {
      tree,
      cache: new BuildCache(join(folder, 'builds'), cacheBytes),
      logs: join(folder, 'logs'),
      env: {},
      onProgress: message => messages.push(String(message)),
    },
    signal,
  )
  return { folder, repo, commits, source, tree, messages }
}

/** It leaves a link to firmware that is gone, as QEMU's configure does in a build that is continued. */
const script = `mkdir -p build/pc-bios; ln -sf gone.rom build/pc-bios/old.rom; echo built >> ${'$'}COUNT; printf '#!/bin/sh\\necho number %s "$@"\\n' "$(cat number)" > build/qemu; chmod +x build/qemu`

async function outputOf({ path }: Program): Promise<string> {
  return (await execa(path, ['-M', 'pc'])).stdout
}

void t.test('all revisions are built in one separate work tree; the checkout is not touched', async t => {
  process.env['COUNT'] = join(t.testdirName, 'count')
  const { repo, commits, source, tree, folder } = await tiny(t, script)
  writeFileSync(join(repo.path, 'number'), 'not committed')
  const hooks = join(repo.path, '.git', 'hooks')
  mkdirSync(hooks, { recursive: true })
  writeFileSync(join(hooks, 'post-checkout'), `#!/bin/sh\ntouch ${folder}/hooked\n`)
  chmodSync(join(hooks, 'post-checkout'), 0o755)
  const before = await repo.git('status', '--porcelain', '--branch')
  for (const [index, commit] of commits.entries()) {
    const program = await source.program(commit, signal)
    t.equal(program.cached, false)
    const firmware = join(folder, 'builds')
    t.match(await outputOf(program), new RegExp(`^number ${index} -L ${firmware}/.*/firmware -M pc$`))
  }
  t.equal(await repo.git('status', '--porcelain', '--branch'), before)
  t.equal(readFileSync(join(repo.path, 'number'), 'utf8'), 'not committed')
  t.notOk(existsSync(join(folder, 'hooked')), "the user's hooks are not run")
  const again = await source.program(commits[0] ?? '', signal)
  t.match(again, { cached: true, seconds: 0 })
  t.match(await outputOf(again), /^number 0 /)
  t.equal(readFileSync(process.env['COUNT'] ?? '', 'utf8'), 'built\nbuilt\nbuilt\n')
  const { path } = again
  t.equal(readFileSync(join(path, '../firmware/bios.bin'), 'utf8'), 'bios 0', 'the firmware of that revision')
  t.notOk(existsSync(join(path, '../firmware/edk2-arm.fd')), 'but not that of other machines')
  t.match(await source.nameOf(commits[1] ?? '', signal), {
    rev: commits[1],
    subject: 'number 1',
    author: 'A U Thor <author@example.org>',
  })
  await source.close(signal)
  t.notOk(existsSync(tree.path))
  t.equal((await repo.git('worktree', 'list')).split('\n').length, 1)
})

void t.test('the first release with a revision, without release candidates', async t => {
  const { repo, commits, source } = await tiny(t, script)
  const [first = '', second = '', third = ''] = commits
  await repo.git('tag', 'v1.0.0-rc0', first)
  await repo.git('tag', 'other', second)
  for (const tag of ['v1.0.0-mine', 'v2backup', 'v0.9/x']) await repo.git('tag', tag, second)
  await repo.git('tag', '-a', '-m', '1.0', 'v1.0.0', second)
  t.equal(await source.releaseOf(first, signal), 'v1.0.0')
  t.equal(await source.releaseOf(second, signal), 'v1.0.0')
  t.equal(await source.releaseOf(third, signal), null)
  await repo.git('tag', 'v1.10.0', third)
  await repo.git('tag', 'v1.9.0', third)
  t.equal(await source.releaseOf(third, signal), 'v1.9.0')
})

void t.test("names do not depend on the user's configuration of git", async t => {
  const { repo, source } = await tiny(t, script)
  await repo.git('config', 'i18n.logOutputEncoding', 'latin1')
  await repo.git('config', 'log.showSignature', 'true')
  const commit = await repo.commit('größer')
  t.match(await source.nameOf(commit, signal), { rev: commit, subject: 'größer' })
})

void t.test('a lost or incomplete tree is made again', async t => {
  process.env['COUNT'] = join(t.testdirName, 'count')
  const { folder, commits, source } = await tiny(t, script)
  mkdirSync(join(folder, 'tree'))
  writeFileSync(join(folder, 'tree', 'rubbish'), '')
  t.match(await outputOf(await source.program(commits[1] ?? '', signal)), /^number 1 /)
  await execa('rm', ['-rf', join(folder, 'tree')])
  t.match(await outputOf(await source.program(commits[2] ?? '', signal)), /^number 2 /)
})

void t.test('a tree that a killed git left locked is made again', async t => {
  process.env['COUNT'] = join(t.testdirName, 'count')
  const { folder, commits, source, repo } = await tiny(t, script)
  await source.program(commits[1] ?? '', signal)
  // As git leaves it when it is killed.
  writeFileSync(join(repo.path, '.git', 'worktrees', 'tree', 'locked'), 'initializing')
  await execa('rm', ['-rf', join(folder, 'tree')])
  mkdirSync(join(folder, 'tree'))
  t.match(await outputOf(await source.program(commits[2] ?? '', signal)), /^number 2 /)
  await source.close(signal)
  t.equal((await repo.git('worktree', 'list')).split('\n').length, 1)
})

void t.test("the user's own work trees stay registered while their disk is not mounted", async t => {
  process.env['COUNT'] = join(t.testdirName, 'count')
  const { folder, commits, source, repo } = await tiny(t, script)
  const [theirs, away] = [join(folder, 'theirs'), join(folder, 'away')]
  await repo.git('worktree', 'add', '--detach', theirs)
  renameSync(theirs, away)
  await source.program(commits[1] ?? '', signal)
  await source.close(signal)
  renameSync(away, theirs)
  t.match(await repo.git('-C', theirs, 'status', '--porcelain', '--branch'), 'HEAD')
})

void t.test('a failed build: its status, its log, and the end of its output', async t => {
  const { commits, source, folder } = await tiny(t, 'seq 100; echo "error: expected ;" >&2; exit 3')
  const error = await source.program(commits[1] ?? '', signal).catch(error => error)
  t.type(error, Untestable)
  t.match(error.message, /^the build failed \(status 3\); its log is .*\/logs\/[0-9a-f]{12}\.log$/)
  t.match(error.tail, /100\nerror: expected ;$/)
  t.match(readFileSync(join(folder, 'logs', `${commits[1]?.slice(0, 12)}.log`), 'utf8'), /^1\n2\n/)
})

void t.test('a build that fails in the used tree is repeated in a clean one', async t => {
  const stale = 'test ! -e stale || exit 1; touch stale; mkdir -p build; cp /bin/true build/qemu'
  const { commits, source, messages } = await tiny(t, stale)
  for (const commit of commits) t.equal((await source.program(commit, signal)).cached, false)
  t.equal(messages.filter(text => text.includes('in a clean one')).length, 2)
})

void t.test('a build that leaves no program', async t => {
  const { commits, source } = await tiny(t, 'true')
  await t.rejects(source.program(commits[1] ?? '', signal), {
    name: 'Untestable',
    message: /left no program build\/qemu/,
  })
})

void t.test('a build that hides its failure does not leave the previous program', async t => {
  process.env['COUNT'] = join(t.testdirName, 'count')
  const fails = `sh -c '[ $(cat number) != 1 ] || exit 1; ${script.replaceAll("'", `'\\''`)}' | tail -3`
  const { commits, source, messages } = await tiny(t, fails)
  t.match(await outputOf(await source.program(commits[0] ?? '', signal)), /^number 0 /)
  await t.rejects(source.program(commits[1] ?? '', signal), { message: /left no program build\/qemu/ })
  t.equal(messages.filter(text => text.includes('in a clean one')).length, 1, 'tried from nothing too')
  t.match(await outputOf(await source.program(commits[2] ?? '', signal)), /^number 2 /)
})

void t.test('a link to the program does not leave the previous one either', async t => {
  process.env['COUNT'] = join(t.testdirName, 'count')
  const fails = `mkdir -p build; [ $(cat number) = 1 ] || { ${script}; mv build/qemu build/real; }; ln -sf real build/qemu`
  const { commits, source } = await tiny(t, fails)
  t.match(await outputOf(await source.program(commits[0] ?? '', signal)), /^number 0 /)
  await t.rejects(source.program(commits[1] ?? '', signal), { message: /left no program build\/qemu/ })
  t.match(await outputOf(await source.program(commits[2] ?? '', signal)), /^number 2 /)
})

void t.test('a script that starts what the next build replaces is not taken for the program', async t => {
  process.env['COUNT'] = join(t.testdirName, 'count')
  const wraps = `${script}; mv build/qemu build/real; printf '#!/bin/sh\\nexec %s/build/real "$@"\\n' "$PWD" > build/qemu; chmod +x build/qemu`
  const { commits, source } = await tiny(t, wraps)
  await t.rejects(source.program(commits[0] ?? '', signal), {
    name: 'Untestable',
    message: /is a script that starts something in the work tree/,
  })
})

void t.test('a tree without its .git is not mistaken for a part of the checkout around it', async t => {
  process.env['COUNT'] = join(t.testdirName, 'count')
  const { repo, commits } = await tiny(t, script)
  writeFileSync(join(repo.path, 'number'), 'not committed')
  const tree = new WorkTree(repo.path, join(repo.path, 'cache', 'tree'))
  await tree.checkOut(commits[0] ?? '', signal)
  await execa('rm', [join(tree.path, '.git')])
  await t.rejects(tree.clean(signal), { message: /not a git repository/ })
  await tree.checkOut(commits[1] ?? '', signal)
  t.equal(await repo.git('symbolic-ref', 'HEAD'), 'refs/heads/master')
  t.equal(readFileSync(join(repo.path, 'number'), 'utf8'), 'not committed')
  t.equal(readFileSync(join(tree.path, 'number'), 'utf8'), '1')
  await tree.remove(signal)
})

void t.test('a program outside the tree', async t => {
  for (const binary of ['/usr/bin/qemu', '../../qemu', 'build/../../qemu', '.'])
    t.throws(() => checkBinary(binary), {
      name: 'UsageError',
      message: /--binary: expected a path relative to the root/,
    })
  checkBinary('./build/qemu')
})

void t.test('a build that exceeds its limit is ended with all its processes', async t => {
  const { commits, source, tree } = await tiny(t, 'echo $$ >pid; sleep 77 & sleep 78', { limitMs: 300 })
  await t.rejects(source.program(commits[1] ?? '', signal), { message: /it had not ended after 0\.3 s/ })
  await gone(await groupIn(tree.path))
  t.pass()
})

void t.test('an interrupt ends the build', async t => {
  const { commits, source, tree } = await tiny(t, 'mktemp >name; echo $$ >pid; sleep 77')
  const controller = new AbortController()
  const building = source.program(commits[1] ?? '', controller.signal)
  const group = await groupIn(tree.path)
  controller.abort(new Error('enough'))
  await t.rejects(building, { message: 'enough' })
  await gone(group)
  t.notOk(existsSync(readFileSync(join(tree.path, 'name'), 'utf8').trim()), 'its temporary file, too')
})

/** The process group of a build that has written its id. */
async function groupIn(tree: string): Promise<number> {
  const file = join(tree, 'pid')
  while (!existsSync(file) || !readFileSync(file, 'utf8').endsWith('\n')) await delay(10)
  return Number(readFileSync(file, 'utf8'))
}

/** Resolves once the process group is no more. */
async function gone(group: number): Promise<void> {
  for (;;) {
    try {
      process.kill(-group, 0)
    } catch {
      return
    }
    await delay(10)
  }
}

void t.test('a full cache: the least recently used program is removed', async t => {
  process.env['COUNT'] = join(t.testdirName, 'count')
  const { commits, source } = await tiny(t, script, { cacheBytes: 300 })
  for (const commit of [...commits, ...commits.slice(1)]) await source.program(commit, signal)
  t.equal((await source.program(commits[2] ?? '', signal)).cached, true)
  t.equal((await source.program(commits[0] ?? '', signal)).cached, false, 'the oldest was thrown out')
})
