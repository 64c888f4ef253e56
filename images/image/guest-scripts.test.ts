import { execFileSync, spawn } from 'node:child_process'
import { closeSync, cpSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { packageRoot } from '../package-root.ts'

/** The scripts as they lie in a guest. */
function scripts(t: Test): string {
  const folder = t.testdir()
  cpSync(join(packageRoot(), 'images/guest/usr/lib/chardev-fc'), folder, { recursive: true })
  execFileSync('mkfifo', [join(folder, 'never')])
  return folder
}

/** The first so many lines that a command prints, and how long they took. */
async function lines(count: number, command: string, args: readonly string[]) {
  const began = performance.now()
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  for await (const chunk of child.stdout) {
    text += String(chunk)
    if (text.split('\n').length > count) break
  }
  child.kill('SIGKILL')
  return { lines: text.split('\n').slice(0, count), tookMs: performance.now() - began }
}

// Debian's sh is dash, which knows no `read -t`.
const shells = ['dash', 'bash'].filter(shell => {
  try {
    execFileSync(shell, ['-c', ':'])
    return true
  } catch {
    return false
  }
})

for (const shell of shells) {
  void t.test(`${shell}: a guest beats in time`, async t => {
    const beats = await lines(5, shell, [join(scripts(t), 'beat'), '0.1'])
    t.match(
      beats.lines,
      [0, 1, 2, 3, 4].map(count => new RegExp(`^b ${count} \\d+\\.\\d+$`)),
    )
    t.ok(beats.tookMs >= 400, `five beats took ${beats.tookMs} ms`)
  })

  for (const [kernel, nameless] of [
    ['this kernel', ''],
    ['a kernel that names no children', 'less'],
  ] as const) {
    void t.test(`${shell}, ${kernel}: a writer is seen to stand in write`, async t => {
      const folder = scripts(t)
      const watch = join(folder, 'watch')
      writeFileSync(watch, readFileSync(watch, 'utf8').replaceAll('/children"', `/children${nameless}"`))
      const pipe = join(folder, 'pipe')
      execFileSync('mkfifo', [pipe])
      // Opened for reading and writing, so that the writer need not wait for a reader; nobody reads.
      const command = `exec 3<>${pipe}; dd if=/dev/zero of=${pipe} bs=4k count=100; exit $?`
      const job = spawn('sh', ['-c', command], { stdio: 'ignore', detached: true })
      t.teardown(() => process.kill(-Number(job.pid), 'SIGKILL'))
      const watched = await lines(8, shell, [watch, pipe, '0.1', String(job.pid)])
      const [mark, writer, bytes, state] = watched.lines.at(-1)?.split(' ') ?? []
      t.match([mark, bytes, state], ['p', '65536', 'S'], watched.lines.join('\n'))
      t.not(writer, String(job.pid), "the shell's child")
    })
  }

  void t.test(`${shell}: where nobody writes, a reader is seen to read`, async t => {
    const folder = scripts(t)
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    const writer = openSync(pipe, 'r+')
    t.teardown(() => closeSync(writer))
    writeSync(writer, '12345\n')
    const command = `cat ${pipe} > ${join(folder, 'got')}; exit $?`
    const job = spawn('sh', ['-c', command], { stdio: 'ignore', detached: true })
    t.teardown(() => process.kill(-Number(job.pid), 'SIGKILL'))
    const watched = await lines(8, shell, [join(folder, 'watch'), pipe, '0.1', String(job.pid)])
    const [mark, reader, bytes, state] = watched.lines.at(-1)?.split(' ') ?? []
    t.match([mark, state], ['r', 'S'], watched.lines.join('\n'))
    t.ok(Number(bytes) >= 6, 'it has read')
    t.not(reader, String(job.pid), "the shell's child")
  })
}
