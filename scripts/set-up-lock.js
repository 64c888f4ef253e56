import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const lookAgainMs = 200

/**
 * Keeps two set-ups of one checkout apart: resolves, once nobody else holds the file, with what gives it back.
 * A holder that died (kill -9, power) is recognised and its lock taken over.
 *
 * @param {string} file
 * @param {{ signal: AbortSignal, waits: (pid: string) => void }} settings `waits` is called once, when it has to wait
 * @returns {Promise<() => void>}
 */
export async function takeLock(file, { signal, waits }) {
  mkdirSync(dirname(file), { recursive: true })
  const mine = `${process.pid} ${startOf(process.pid)}`
  const draft = `${file}.${process.pid}`
  let isTold = false
  writeFileSync(draft, mine)
  try {
    while (!linked(draft, file)) {
      const holder = read(file)
      if (holder === null) continue
      if (isAlive(holder)) {
        if (!isTold) waits(holder.split(' ')[0])
        isTold = true
        await sleep(lookAgainMs, undefined, { signal })
      } else {
        takeAway(file, holder)
      }
    }
  } finally {
    rmSync(draft, { force: true })
  }
  return () => {
    if (read(file) === mine) rmSync(file, { force: true })
  }
}

/** A hard link is made whole or not at all: nobody ever sees a lock without its holder. */
function linked(draft, file) {
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

/** Two may find the same dead holder: the slower one puts back the lock that the faster one has made since. */
function takeAway(file, holder) {
  const aside = `${file}.dead.${process.pid}`
  try {
    renameSync(file, aside)
  } catch (error) {
    if (error.code === 'ENOENT') return
    throw error
  }
  if (read(aside) !== holder) linked(aside, file)
  rmSync(aside, { force: true })
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return null
    throw error
  }
}

/** A number alone does not name a process: it is given out again. Its start does. */
function isAlive(holder) {
  const [pid, start] = holder.split(' ')
  try {
    process.kill(Number(pid), 0)
  } catch (error) {
    if (error.code === 'ESRCH') return false
  }
  return startOf(pid) === start
}

/** In clock ticks since the host's boot (proc(5), /proc/PID/stat, field 22); `-` where there is no /proc. */
function startOf(pid) {
  const stat = read(`/proc/${pid}/stat`)
  return stat === null ? '-' : (stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '-')
}
