import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import type { CellResult } from '../src/model/contract/result.ts'
import { readResults } from '../src/results/results-folder.ts'
import { chardevFc } from './support/command.ts'
import { equipment } from './support/guest.ts'

void t.test(
  'a QEMU without the chardev is not booted: a skip with its reason, which is no surprise',
  async t => {
    const { qemu } = await equipment()
    const folder = mkdtempSync(join(tmpdir(), 'cfc-skip-'))
    t.teardown(() => rmSync(folder, { recursive: true }))
    const poorer = join(folder, 'qemu')
    const help = "echo 'Available chardev backend types:'; echo '  pty'"
    const script = `#!/bin/sh\n[ "$*" = '-chardev help' ] && { ${help}; exit; }\nexec '${qemu.path}' "$@"\n`
    writeFileSync(poorer, script, { mode: 0o700 })
    const results = join(folder, 'results')
    const args = ['run', 'unix-server', '--accel', 'tcg', '--qemu', poorer, '--json', '--results', results]
    const { exitCode, stdout, stderr } = await chardevFc(args, { XDG_STATE_HOME: folder })
    t.equal(exitCode, 0, stderr)
    const [result] = (JSON.parse(stdout) as { results: [CellResult] }).results
    t.match(result, { case: 'unix-server', outcome: 'skip', expected: undefined, findings: [], seconds: 0 })
    t.match(result.because, /^QEMU \S+ has no chardev 'socket' \(-chardev help\)$/)
    t.match(stderr, /- unix-server .* skip/)
    t.notMatch(stderr, /booting/)
    t.match(readResults(results).cells, [{ files: null, result }], 'it is kept too')
  },
)
