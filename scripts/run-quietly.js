import { spawn } from 'node:child_process'

const keptCharacters = 64 * 1024
const stillAfterMs = 15_000

/**
 * Runs a command to its end without showing what it says; gives its exit code and the end of its output.
 * An abort ends it and waits until it is gone.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, signal: AbortSignal }} settings
 * @returns {Promise<{ code: number | null, output: string }>}
 */
export function runQuietly(command, args, { cwd, signal }) {
  return new Promise((resolve, reject) => {
    const began = performance.now()
    const child = spawn(command, args, { cwd, signal, stdio: ['ignore', 'pipe', 'pipe'] })
    const still = setInterval(() => {
      console.error(`  … still running after ${Math.round((performance.now() - began) / 1000)} s`)
    }, stillAfterMs)
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', text => {
        output = (output + text).slice(-keptCharacters)
      })
    }
    let failure = null
    child.on('error', error => {
      failure = error
      if (child.pid === undefined) ended(null)
    })
    child.on('close', ended)

    function ended(code) {
      clearInterval(still)
      if (failure !== null && failure.name !== 'AbortError') reject(failure)
      else resolve({ code, output })
    }
  })
}
