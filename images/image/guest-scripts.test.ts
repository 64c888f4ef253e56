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

/** Python that opens the FIFO `pipe`, fills it, and then waits in the given way. */
function filling(pipe: string, waits: string): string {
  return `
import os, select
try:
    import ctypes
    ctypes.CDLL(None).prctl(0x59616d61, ctypes.c_ulong(-1))  # PR_SET_PTRACER: anybody may see what it waits for
except ImportError:
    pass
port = os.open(${JSON.stringify(pipe)}, os.O_RDWR | os.O_NONBLOCK)
idle, _ = os.pipe()
try:
    while True: os.write(port, b"x" * 4096)
except BlockingIOError:
    pass
def polls(*wants):
    poll = select.poll()
    for each in wants: poll.register(*each)
    poll.poll()
${waits}`
}

/** What a program waits for, and what is told of that. */
const waits: readonly [string, RegExp][] = [
  ['polls((port, select.POLLOUT))', /^poll:POLLOUT$/],
  ['polls((idle, select.POLLIN), (port, select.POLLOUT | select.POLLERR))', /^poll:POLLOUT$/],
  ['polls((idle, select.POLLIN), (port, select.POLLERR))', /^(0|\?|\w*poll\w*(\.\w+)*)$/],
  ['select.select([idle], [port], [])', /^select:writefds$/],
  ['select.select([], [port], [], 60)', /^select:writefds$/],
  ['select.select([idle], [], [port])', /^(0|\?|\w*(poll|select)\w*(\.\w+)*)$/],
]

for (const shell of shells) {
  for (const [waiting, told] of waits) {
    void t.test(`${shell}: a writer in ${waiting}`, async t => {
      const folder = scripts(t)
      const pipe = join(folder, 'pipe')
      execFileSync('mkfifo', [pipe])
      const job = spawn('python3', ['-c', filling(pipe, waiting)], { stdio: 'ignore' })
      t.teardown(() => job.kill('SIGKILL'))
      const watched = await lines(12, shell, [join(folder, 'watch'), pipe, '0.1', String(job.pid)])
      const [mark, , , state, waitsIn] = watched.lines.at(-1)?.split(' ') ?? []
      t.match([mark, state], ['p', 'S'], watched.lines.join('\n'))
      t.match(waitsIn, told, watched.lines.join('\n'))
    })
  }

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
