import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { namedFiles } from './named-files.ts'

const home = t.testdir({
  'build.sh': 'one',
  bin: { 'my-build': '#!/bin/sh\n' },
  'tool chain': { 'build.sh': 'one' },
})
mkdirSync(join(home, 'gcc'))
chmodSync(join(home, 'bin/my-build'), 0o755)
const env = { HOME: home, SCRIPTS: home, PATH: `${home}/bin:/usr/bin:/bin` }

function says(word: string): void {
  for (const folder of ['', 'tool chain']) writeFileSync(join(home, folder, 'build.sh'), word)
}

void t.test('an edited file that the command names changes the digest', async t => {
  for (const command of [
    `sh ${home}/build.sh`,
    'sh ~/build.sh',
    'sh "$SCRIPTS/build.sh" -j2',
    `sh '${home}/tool chain/build.sh'`,
    `sh ${home}/tool\\ chain/build.sh`,
    `make CONFIG=\${SCRIPTS}/build.sh`,
    `cc -I${home}/build.sh; true`,
  ]) {
    says('one')
    const { digest } = await namedFiles(command, env)
    says('two')
    t.not((await namedFiles(command, env)).digest, digest, command)
    says('one')
    t.equal((await namedFiles(command, env)).digest, digest, `${command}, as before`)
  }
})

void t.test("a program of the user's on the path", async t => {
  const { digest } = await namedFiles('my-build && ninja', env)
  writeFileSync(join(home, 'bin/my-build'), '#!/bin/sh\nninja\n')
  t.not((await namedFiles('my-build && ninja', env)).digest, digest)
})

void t.test('what the command writes, and what is in the work tree, does not matter', async t => {
  const none = await namedFiles('', env)
  for (const command of [
    `make >${home}/build.sh 2>&1`,
    `make 2>> ${home}/build.sh`,
    'cd build && ../configure --cc=gcc && ninja qemu-system-x86_64',
    '/usr/bin/make; /nowhere/at/all',
  ])
    t.same(await namedFiles(command, env), none, command)
})

void t.test('folders are told', async t => {
  t.same((await namedFiles(`../configure --prefix=${home}/gcc -B$HOME/bin`, env)).folders, [
    join(home, 'gcc'),
    join(home, 'bin'),
  ])
})

void t.test('a variable that the command names, or a compiler reads', async t => {
  const command = `./configure --extra-cflags="$EXTRA" && make V=\${VERBOSE} -C $PWD`
  const digest = async (more: Readonly<Record<string, string>>) =>
    (await namedFiles(command, { ...env, ...more })).digest
  const plain = await digest({})
  for (const more of [{ EXTRA: '-O0' }, { VERBOSE: '1' }, { CC: 'clang' }, { CFLAGS: '' }])
    t.not(await digest(more), plain, JSON.stringify(more))
  t.equal(await digest({ PWD: '/x', OTHER: 'x', TMPDIR: '/y' }), plain)
})
