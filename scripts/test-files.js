import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { members, signalGroup } from './process-group.js'
import { TapTally } from './tap-tally.js'
import { tempFolder } from './temp-folder.js'

const graceMs = 3_000
const keptCharacters = 8 * 1024

/**
 * Runs compiled test files in one Node process and counts their assertions. They fail if the process crashes, hangs, ends
 * early, asserts nothing or leaves processes or temporary files behind, whatever it printed.
 *
 * @param {string[]} files
 * @param {{ timeoutMs: number, signal: AbortSignal }} settings
 * @returns {Promise<{ passed: number, skips: TapTally['skips'], failures: string[], stderr: string }>} `stderr`: its end
 */
export async function testFiles(files, { timeoutMs, signal }) {
  const tally = new TapTally()
  const temp = tempFolder()
  // With a process group of its own, processes that a test leaves behind can be found and killed.
  const child = spawn(process.execPath, ['--enable-source-maps', ...programOf(files)], {
    // tap's time limit is a little shorter than ours, because tap knows which test is running.
    env: { ...process.env, ...temp.env, TAP_TIMEOUT: String(timeoutMs / 1000 - 5) },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stderr = endOf(child.stderr)
  child.stdout.pipe(tally.parser)

  // A plain timer, because Node 20 may garbage-collect an AbortSignal.timeout before it fires.
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(), timeoutMs)
  const { code, name } = await ending(child, [signal, limit.signal])
  clearTimeout(timer)
  const left = { processes: await leftBehind(child.pid), files: temp.remove() }
  await wholeOutput(child, tally)

  const isLate = limit.signal.aborted
  const whole = isLate ? `not done after ${timeoutMs / 1000} s` : exitComplaint(code, name)
  // A failed assertion explains the exit code, which is then not counted.
  const complaint = tally.failures.length > 0 && !isLate ? null : (whole ?? tally.complaint)
  if (complaint !== null) tally.failures.push(complaint)
  if (left.processes.length > 0) tally.failures.push(`left behind: ${left.processes.join(', ')}`)
  // What is killed cannot clean up.
  if (left.files.length > 0 && !isLate && !signal.aborted)
    tally.failures.push(`left in the temp folder: ${left.files.join(', ')}`)
  const { passed, skips, failures } = tally
  return { passed, skips, failures, stderr: stderr().trimEnd() }
}

/** The end of a stream's text so far. */
function endOf(stream) {
  let end = ''
  stream.setEncoding('utf8').on('data', text => {
    end = (end + text).slice(-keptCharacters)
  })
  return () => end
}

/** The output may never end: processes left behind could hold it open. */
async function wholeOutput({ stdout, stderr }, tally) {
  await Promise.race([tally.whole, sleep(graceMs, undefined, { ref: false })])
  stdout.destroy()
  stderr.destroy()
  tally.parser.end()
  await tally.whole
}

function programOf(files) {
  if (files.length === 1) return files
  return ['--input-type=module', '--eval', files.map(file => `import ${JSON.stringify(file)}`).join('\n')]
}

function exitComplaint(code, name) {
  if (name !== null) return `killed by ${name}`
  return code === 0 ? null : `ended with exit code ${code}`
}

/** Waits for the end of a child. If a signal aborts, its group gets SIGTERM, then SIGKILL. */
async function ending(child, signals) {
  const exit = once(child, 'exit')
  const grace = []
  const stop = () => {
    signalGroup(child.pid, 'SIGTERM')
    grace.push(setTimeout(() => signalGroup(child.pid, 'SIGKILL'), graceMs))
  }
  for (const signal of signals) {
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop)
  }
  const [code, name] = await exit
  for (const signal of signals) signal.removeEventListener('abort', stop)
  for (const timer of grace) clearTimeout(timer)
  return { code, name }
}

/** The processes of a group that still run some time after its leader has ended. They are killed. */
async function leftBehind(group) {
  const until = performance.now() + graceMs
  while (members(group).length > 0 && performance.now() < until) await sleep(50)
  const left = members(group)
  if (left.length > 0) signalGroup(group, 'SIGKILL')
  return left
}
