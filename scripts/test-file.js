import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { members, signalGroup } from './process-group.js'
import { TapTally } from './tap-tally.js'

const graceMs = 3_000
const keptCharacters = 8 * 1024

/**
 * Runs one compiled test file in a Node of its own and counts its assertions. A file that crashes, hangs, ends
 * early, asserts nothing or leaves processes behind has failed, whatever it printed.
 *
 * @param {string} file
 * @param {{ timeoutMs: number, signal: AbortSignal }} settings
 * @returns {Promise<{ passed: number, skipped: number, failures: string[], words: string }>} `words`: its stderr's end
 */
export async function testFile(file, { timeoutMs, signal }) {
  const tally = new TapTally()
  // A process group of its own: what a test has started and not ended is found, and goes with it.
  const child = spawn(process.execPath, ['--enable-source-maps', file], {
    // tap cuts a test off a little before we cut off the file: it knows where it stands.
    env: { ...process.env, TAP_TIMEOUT: String(timeoutMs / 1000 - 5) },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let words = ''
  child.stderr.setEncoding('utf8').on('data', text => {
    words = (words + text).slice(-keptCharacters)
  })
  child.stdout.pipe(tally.parser)

  // A plain timer: Node 20 may collect an AbortSignal.timeout as garbage before its time has come.
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(), timeoutMs)
  const { code, name } = await ending(child, [signal, limit.signal])
  clearTimeout(timer)
  const left = await leftBehind(child.pid)
  // Not simply at the end of its output: what it has left behind could hold that open for ever.
  await Promise.race([tally.whole, sleep(graceMs, undefined, { ref: false })])
  child.stdout.destroy()
  child.stderr.destroy()
  tally.parser.end()
  await tally.whole

  const isLate = limit.signal.aborted
  const whole = isLate ? `not done after ${timeoutMs / 1000} s` : exitComplaint(code, name)
  // A failed assertion is reason enough for a bad exit: that is not counted again.
  const complaint = tally.failures.length > 0 && !isLate ? null : (whole ?? tally.complaint)
  if (complaint !== null) tally.failures.push(complaint)
  if (left.length > 0) tally.failures.push(`left behind: ${left.join(', ')}`)
  const { passed, skipped, failures } = tally
  return { passed, skipped, failures, words: words.trimEnd() }
}

function exitComplaint(code, name) {
  if (name !== null) return `killed by ${name}`
  return code === 0 ? null : `ended with exit code ${code}`
}

/** Waits for the end of a child; ends its group when one of the signals says so, at first politely. */
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

/** What is still there of a group a while after its leader has ended; then it is no more. */
async function leftBehind(group) {
  const until = performance.now() + graceMs
  while (members(group).length > 0 && performance.now() < until) await sleep(50)
  const left = members(group)
  if (left.length > 0) signalGroup(group, 'SIGKILL')
  return left
}
