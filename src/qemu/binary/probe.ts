import { constants } from 'node:fs'
import { access, open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { InfraError, UsageError } from '../../model/errors.ts'
import { plainVersion } from '../../model/value/version.ts'
import { AnswerCache } from './answer-cache.ts'
import { fileIdentity } from './file-identity.ts'
import { hasPc, type QemuFacts, readAnswers, versionLine } from './probe-answers.ts'
import type { Qemu } from './qemu.ts'
import { type ProgramResult, runProgram } from './run-program.ts'

export type { Qemu }

const limitMs = 10_000
const remedy = 'name a qemu-system-x86_64 with --qemu'

/**
 * Finds out what a QEMU binary has by running it. Results are cached in `cacheDir/probes` until the file changes (path,
 * size, modification time, inode). A wrapper script may start another QEMU tomorrow without changing itself, so a
 * script is asked for `--version` every time and the answer is part of the key.
 *
 * Throws UsageError, one line with the tail of the binary's output, if it is no QEMU, has no x86 `pc` machine, or cannot
 * start the machine that guests need (a missing library, BIOS or user networking); InfraError if it does not answer
 * within 10 s. Failures are not cached.
 */
export async function probeQemu(
  path: string,
  cacheDir: string,
  signal: AbortSignal,
  label?: string,
): Promise<Qemu> {
  const kind = await programKind(path)
  const first = kind === 'script' ? await askVersion(path, signal) : null
  const identity = await (first === null ? fileIdentity(path) : fileIdentity(path, versionLine(first) ?? ''))
  const cache = new AnswerCache<QemuFacts>(join(cacheDir, 'probes'))
  let facts = await cache.get(identity)
  if (facts === undefined) {
    facts = await askAll(path, first ?? (await askVersion(path, signal)), signal)
    await cache.put(identity, facts)
  }
  return { path, label: label ?? labelOf(facts), identity, ...facts }
}

/** Throws UsageError for a file that the kernel does not execute directly. */
async function programKind(path: string): Promise<'binary' | 'script'> {
  const file = await stat(path).catch(() => null)
  if (file === null) throw wrong(path, 'there is no such file')
  if (!file.isFile()) throw wrong(path, file.isDirectory() ? 'it is a folder' : 'it is not a file')
  await access(path, constants.X_OK).catch(() => {
    throw wrong(path, 'it is not executable for this user')
  })
  const head = await firstBytes(path)
  if (head.startsWith('\x7fELF')) return 'binary'
  if (head.startsWith('#!')) return 'script'
  // execvp(3) would pass it to /bin/sh, which runs any text as commands.
  throw wrong(path, 'it is neither a binary nor a script with #!')
}

async function firstBytes(path: string): Promise<string> {
  try {
    await using file = await open(path)
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(4), position: 0 })
    return buffer.toString('latin1', 0, bytesRead)
  } catch {
    return '\x7fELF' // Executable but not readable (mode 0111): leave it to the kernel.
  }
}

async function askVersion(path: string, signal: AbortSignal): Promise<string> {
  const { code, end, timedOut, ...output } = await runProgram([path, '--version'], { limitMs, signal })
  const text = both(output)
  if (plainVersion(versionLine(text) ?? '') !== null) return text
  if (timedOut) throw silent(path, '--version')
  if (code === 0) throw wrong(path, `--version prints ${end.replace(/^status 0(: )?/, '') || 'nothing'}`)
  throw new UsageError(`--qemu: ${path} does not start (${end}); ${remedy}`)
}

async function askAll(path: string, version: string, signal: AbortSignal): Promise<QemuFacts> {
  // In parallel: five processes of 30 to 60 ms each, most of it spent in the dynamic loader.
  const [devices, chardevs, machines, accelerators, trial] = await Promise.all([
    ...['-device', '-chardev', '-machine', '-accel'].map(option =>
      runProgram([path, option, 'help'], { limitMs, signal }),
    ),
    startOnTrial(path, signal),
  ])
  if (!devices || !chardevs || !machines || !accelerators || !trial) throw silent(path, 'help')
  if (!machines.timedOut && !hasPc(both(machines))) {
    throw wrong(path, `it emulates no PC (-machine help lists no pc: ${versionLine(version)})`)
  }
  if ([devices, machines, trial].some(answer => answer.timedOut)) throw silent(path, '-device help')
  if (trial.code !== 0) {
    throw new UsageError(
      `--qemu: ${path} cannot start the machine that guests need (${trial.end}); ${remedy}`,
    )
  }
  const facts = readAnswers({
    version,
    devices: both(devices),
    chardevs: both(chardevs),
    accelerators: both(accelerators),
    qmp: trial.stdout,
  })
  if (facts === null) throw wrong(path, `--version prints ${version.slice(0, 80)}`)
  return facts
}

/** Creates the machine with its firmware and network, executes no instruction, and quits. */
function startOnTrial(path: string, signal: AbortSignal): Promise<ProgramResult> {
  const machine = ['-machine', 'pc,accel=tcg:kvm', '-m', '16', '-nodefaults', '-display', 'none', '-S']
  const devices = ['-netdev', 'user,id=n0,restrict=on', '-device', 'virtio-net-pci,netdev=n0,romfile=']
  return runProgram([path, ...machine, ...devices, '-qmp', 'stdio'], {
    input: ['qmp_capabilities', 'query-chardev-backends', 'query-qmp-schema', 'quit']
      .map(execute => `${JSON.stringify({ execute })}\n`)
      .join(''),
    limitMs,
    signal,
  })
}

/** Old versions print their lists on stderr, new ones on stdout. */
function both({ stdout, stderr }: Pick<ProgramResult, 'stdout' | 'stderr'>): string {
  return `${stdout}\n${stderr}`
}

/** The version and the first word in parentheses: `7.2.22 Debian`, `8.0.50 v8.0.0-1234-g5d1c29`. */
function labelOf({ version, versionText }: QemuFacts): string {
  const hint = /\(([^\s)]+)/.exec(versionText)?.[1]
  return hint === undefined ? version : `${version} ${hint}`
}

function wrong(path: string, why: string): UsageError {
  return new UsageError(`--qemu: ${path}: ${why}; ${remedy}`)
}

function silent(path: string, question: string): InfraError {
  return new InfraError(
    `${path} did not answer ${question} within ${limitMs / 1000} s; check whether this host is overloaded, or run the command by hand`,
  )
}
