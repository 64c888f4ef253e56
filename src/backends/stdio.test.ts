import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { opening } from './host-end/opening.fixture.ts'
import { stdio } from './stdio.ts'

const nowhere = { path: (name: string) => name, port: 0 }

/** A program on the terminal that QEMU would have, and our end of it. */
async function on(t: Test, script: string) {
  const side = await stdio().prepare(nowhere)
  const terminal = side.terminal ?? -1
  const end = await side.open(opening())
  const child = spawn('sh', ['-c', script], { stdio: [terminal, terminal, 'inherit'], detached: true })
  t.teardown(async () => {
    child.kill('SIGKILL')
    end.close()
    await side.close()
  })
  return { end, child }
}

function written(pid: number): number {
  return Number(/^wchar: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'latin1'))?.[1])
}

void t.test('a terminal that nobody reads blocks its writer, and then gives all', async t => {
  const { end, child } = await on(t, 'exec dd if=/dev/zero bs=4096 count=100 2>/dev/null')
  const pid = child.pid ?? 0
  let before = -1
  while (before !== written(pid) || before === 0) {
    before = written(pid)
    await delay(200)
  }
  t.ok(before < 100 * 4096, `blocked after ${before}`)
  let read = 0
  end.read(chunk => {
    read += chunk.length
  })
  const [code] = (await once(child, 'exit')) as [number]
  t.equal(code, 0)
  while (read < 100 * 4096) await delay(10)
  t.equal(read, 100 * 4096)
})

void t.test('bytes pass as they are, both ways, though QEMU turns output processing on', async t => {
  const { end } = await on(t, 'stty opost; printf "a\\nb\\tc\\n"; head -c 4')
  const got: Buffer[] = []
  end.read(chunk => got.push(chunk))
  const text = () => Buffer.concat(got).toString('latin1')
  while (text().length < 6) await delay(10)
  t.equal(text(), 'a\nb\tc\n')
  await end.write(Buffer.from('\x03\r\n\x04', 'latin1'))
  while (text().length < 10) await delay(10)
  t.equal(text().slice(6), '\x03\r\n\x04', 'neither echoed nor taken for keys')
})

void t.test('what is opened is given back', async t => {
  const side = await stdio().prepare(nowhere)
  const end = await side.open(opening())
  await t.rejects(side.open(opening()), /open already/)
  t.ok(existsSync(`/proc/self/fd/${side.terminal}`))
  end.close()
  await side.close()
  t.notOk(existsSync(`/proc/self/fd/${side.terminal}`))
})
