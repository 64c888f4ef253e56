import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestBed } from '../../src/cli/guest/test-bed.ts'
import { tool } from '../../src/cli/tool.ts'
import type { Case } from '../../src/model/case/case.ts'
import { reproductionScript } from '../../src/reproduce/reproduction-script.ts'
import { equipment } from './guest.ts'
import { processesWith } from './processes.ts'
import { printed } from './running.ts'

/** A printed script that runs, with a temp folder of its own, so that whatever it leaves can be seen. */
export interface RunningScript {
  readonly child: ChildProcess
  /** Where it makes its folder. */
  readonly temp: string
  /** Resolves once the script has printed this; rejects if it ends without. */
  printed(text: string): Promise<void>
  /** Its QEMU's process id. */
  qemu(): number
  readonly ended: Promise<{ code: number | null; text: string; verdict: string }>
  /** Files and processes of its that are still there. */
  left(): string[]
}

/** The script of a case for a QEMU and a guest: those that all tests share, unless told. */
export async function scriptOf(played: Case, testBed?: TestBed): Promise<string> {
  const { qemu, guest, ...rest } = testBed ?? (await equipment())
  if (guest.kind !== 'kernel') throw new Error('the tests have a guest of our own')
  const names = { ...rest, qemu: qemu.path, target: qemu, guest, asDocumented: false }
  return reproductionScript(played, names, tool)
}

/** A script with one change, which must be one. */
export function changed(script: string, from: string, to: string): string {
  if (script.split(from).length !== 2) throw new Error(`the script has not once:\n${from}`)
  return script.replace(from, () => to)
}

/** Starts it; what `t` tears down is gone when the test, or whatever it is, has ended. */
export function start(
  t: { teardown(release: () => void): void },
  script: string,
  env: Record<string, string> = {},
): RunningScript {
  const home = mkdtempSync(join(tmpdir(), 'cfc-sh-'))
  t.teardown(() => rmSync(home, { recursive: true }))
  const temp = join(home, 'tmp')
  mkdirSync(temp)
  const path = join(home, 'reproduce.sh')
  writeFileSync(path, script)
  const child = spawn('sh', [path], {
    env: { ...process.env, TMPDIR: temp, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', chunk => (text += chunk))
  return {
    child,
    temp,
    printed: wanted => printed(child, () => text, wanted),
    qemu: () => Number(processesWith(`file:${temp}`)[0]),
    ended: new Promise(resolve => {
      child.once('close', code => resolve({ code, text, verdict: text.trimEnd().split('\n').at(-1) ?? '' }))
    }),
    left: () => [...readdirSync(temp), ...processesWith(home)],
  }
}
