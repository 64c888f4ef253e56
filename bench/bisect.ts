import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { testBed } from '../src/cli/play/test-bed.ts'
import type { BisectReport } from '../src/model/contract/bisect-report.ts'
import { unperturbed } from '../src/qemu/perturbation.ts'
import { building, type Kind, makeRepo } from '../test/support/bisect-repo.ts'

/**
 * `npm run bench:bisect [-- COMMITS]`: a bisection over that many commits (default 1000), of which the last third
 * crashes a real QEMU, at the default error bound. It prints the cost, and the share of the time in which it neither
 * built nor ran a guest. Builds take no time here, so this share is larger than in reality.
 */
const count = Number(process.argv[2] ?? 1000)
const program = fileURLToPath(new URL('../../bin/chardev-fc.js', import.meta.url))
const home = mkdtempSync(join(tmpdir(), 'cfc-bench-'))

try {
  const { qemu } = await testBed({ accel: 'auto' }, () => undefined, new AbortController().signal)
  const change = Math.floor((2 * count) / 3)
  const kinds = Array.from({ length: count + 1 }, (_, index): Kind => (index < change ? 'well' : 'crashing'))
  const { repo, commits } = await makeRepo(home, qemu.path, kinds)
  const ends = ['--good', commits[0] ?? '', '--bad', 'HEAD', '--repo', repo]
  const began = performance.now()
  const { stdout, status } = spawnSync(
    process.execPath,
    [program, 'bisect', 'reconnect', ...ends, ...building, '--json'],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...unperturbed, XDG_STATE_HOME: home },
    },
  )
  const seconds = (performance.now() - began) / 1000
  if (status !== 0) throw new Error(`bisect ended with exit code ${status}`)
  const { edges, totals } = JSON.parse(stdout) as BisectReport
  const [edge] = edges
  const other = seconds - totals.buildSeconds - totals.runSeconds
  console.log(
    `${count} commits: ${edge.rev === commits[change] ? 'found' : 'WRONG'}, confidence ${edge.confidence}`,
  )
  console.log(
    `${totals.builds} builds (${totals.buildSeconds} s), ${totals.runs} runs (${totals.runSeconds} s)`,
  )
  console.log(
    `${seconds.toFixed(1)} s in total, ${other.toFixed(1)} s of it overhead (${((100 * other) / seconds).toFixed(1)} %)`,
  )
} finally {
  rmSync(home, { recursive: true, force: true })
}
