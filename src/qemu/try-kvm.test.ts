import { chmodSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import type { Qemu } from './binary/qemu.ts'
import { tryKvm } from './try-kvm.ts'

/** Plays a program in QEMU's place; `$console` is the file of its serial port. */
async function trial(folder: string, script: string, signal = new AbortController().signal) {
  const path = join(folder, 'qemu')
  const find = `for word; do case $word in file:*) console=\${word#file:};; esac; done`
  writeFileSync(path, `#!/bin/sh\n${find}\n${script}\n`)
  chmodSync(path, 0o755)
  const qemu: Qemu = {
    ...{
      path,
      label: '',
      version: '7.2.22',
      versionText: '',
      identity: '',
      namesThreads: true,
      hasReconnectMs: false,
    },
    ...{ devices: [], chardevs: [], accelerators: null },
  }
  return tryKvm(qemu, { kernel: '/k', initrd: '/i' }, folder, signal)
}

const boots = 'printf "Probing EDD... ok\\n[    0.000000] Linux version 6.1\\n" >>"$console"'

t.test('a guest that reaches its init', async t => {
  for (const word of ['chardev-fc: init', '[    0.7] Run /init as init process']) {
    const seen = await trial(t.testdir(), `${boots}; sleep 0.1; echo "${word}" >>"$console"; exec sleep 60`)
    t.match(seen, { doubt: null, certain: true })
  }
})

t.test('a QEMU that exits', async t => {
  const words = 'failed to initialize kvm: Permission denied'
  t.match(await trial(t.testdir(), `echo '${words}' >&2; exit 1`), {
    doubt: `KVM unusable: QEMU exited when a test guest started: ${words}`,
    certain: true,
  })
  const panics = await trial(t.testdir(), `${boots}; echo "Kernel panic - not syncing: VFS" >>"$console"`)
  t.match(panics.doubt, /Kernel panic - not syncing: VFS$/)
})

t.test('KVM fails and QEMU continues to run', async t => {
  const seen = await trial(t.testdir(), 'echo "KVM internal error. Suberror: 1" >&2; exec sleep 60')
  t.match(seen, { doubt: 'KVM unusable: KVM internal error. Suberror: 1', certain: true })
})

t.test('a guest that computes without any kernel output', async t => {
  const seen = await trial(t.testdir(), 'echo "Probing EDD... ok" >>"$console"; while :; do :; done')
  const [said, limit] =
    /got no further than "Probing EDD... ok" in \d\.\d s of CPU time(, within 20\.0 s)?$/.exec(
      seen.doubt ?? '',
    ) ?? []
  t.ok(said, seen.doubt ?? '')
  t.equal(
    seen.certain,
    limit === undefined,
    'a host that gave it less than 2 s of CPU time in 20 s proves nothing',
  )
})

t.test('a guest that stops in the middle', async t => {
  const seen = await trial(t.testdir(), `${boots}; exec sleep 60`)
  t.match(seen.doubt, /got no further than ".*Linux version 6\.1"/)
})

t.test('an interrupt ends the trial with its reason', async t => {
  const folder = t.testdir()
  const stop = new AbortController()
  const tried = trial(folder, 'echo $$ >pid; sleep 60; exit 1', stop.signal)
  while (!existsSync(join(folder, 'pid'))) await sleep(10)
  stop.abort(new Error('enough'))
  await t.rejects(tried, { message: 'enough' })
})
