import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { chardevFc } from './support/command.ts'
import { equipment } from './support/guest.ts'
import { processesWith, until } from './support/processes.ts'
import { leftNothing, newHome, start } from './support/running.ts'

// A script that starts QEMU and stays: the process that is started is not the one that runs the guest.
const home = newHome(t)
const wrapper = join(home, 'qemu')
const { qemu } = await equipment()
writeFileSync(wrapper, `#!/bin/sh\n'${qemu.path}' "$@"\nexit $?\n`, { mode: 0o755 })

void t.test('what is measured is QEMU, and not the wrapper around it', async t => {
  const running = start(t, ['run', 'pty-hangup', '--qemu', wrapper, '--json'], { home })
  const { code } = await running.ended
  t.equal(code, 0, running.output())
  const { results } = JSON.parse(
    running
      .output()
      .replace(/^[^{]*/, '')
      .replace(/[^}]*$/, ''),
  )
  t.match(results, [{ outcome: 'fail', symptom: 'spin', expected: true }])
})

void t.test('kill -9 ends the QEMU behind it, and the next run cleans up the rest', async t => {
  const running = start(t, ['run', 'unix-server', '--verbose', '--qemu', wrapper], { home })
  await running.printed('host idles')
  running.child.kill('SIGKILL')
  await running.ended
  await until(() => processesWith(running.temp).length === 0, 'QEMU was gone')
  const env = { XDG_STATE_HOME: running.state, TMPDIR: running.temp }
  const next = await chardevFc(['run', 'reconnect', '--qemu', wrapper], env)
  t.equal(next.exitCode, 0, next.stderr)
  leftNothing(t, running)
})

void t.test('a wrapper in a session of its own: its QEMU ends with the run', async t => {
  const detached = join(home, 'detached')
  writeFileSync(detached, `#!/bin/sh\nsetsid -w '${qemu.path}' "$@"\nexit $?\n`, { mode: 0o755 })
  const running = start(t, ['run', 'unix-server', '--qemu', detached], { home: newHome(t) })
  t.match(await running.ended, { code: 0 }, running.output())
  leftNothing(t, running)
})

void t.test('a wrapper that starts another QEMU than it says', async t => {
  const other = join(home, 'other')
  const answer = `'${qemu.path}' --version | sed 's/${qemu.version}/1.2.3/'`
  writeFileSync(
    other,
    `#!/bin/sh\n[ "$1" = --version ] && { ${answer}; exit; }\nexec '${qemu.path}' "$@"\n`,
    {
      mode: 0o755,
    },
  )
  const { exitCode, stdout } = await chardevFc(['run', 'unix-server', '--cold', '--qemu', other])
  t.equal(exitCode, 69)
  t.match(stdout, /is another QEMU than when this command began: it was QEMU emulator version 1\.2\.3/)
})
