import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const retryMs = 200

/**
 * Locks a file, so that only one process sets up a checkout. Resolves with the function that releases the lock. A lock
 * whose holder has died (kill -9, power loss) is taken over.
 *
 * @param {string} file
 * @param {{ signal: AbortSignal, waits: (pid: string) => void }} settings `waits` is called once, if the lock is held
 * @returns {Promise<() => void>}
 */
export async function takeLock(file, { signal, waits }) {
  mkdirSync(dirname(file), { recursive: true })
  const mine = `${process.pid} ${startOf(process.pid)}`
  const draft = `${file}.${process.pid}`
  let isReported = false
  writeFileSync(draft, mine)
  try {
    while (!linked(draft, file)) {
      const holder = read(file)
      if (holder === null) continue
      if (isAlive(holder)) {
        if (!isReported) waits(holder.split(' ')[0])
        isReported = true
        await sleep(retryMs, undefined, { signal })
      } else {
        removeStale(file, holder)
      }
    }
  } finally {
    rmSync(draft, { force: true })
  }
  return () => {
    if (read(file) === mine) rmSync(file, { force: true })
  }
}

/** Creating a hard link is atomic: a lock always has its holder in it. */
function linked(draft, file) {
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

/** Removes the lock of a dead holder. If another process has taken it over meanwhile, that lock is put back. */
function removeStale(file, holder) {
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

/** PIDs are reused, so the start time is compared, too. */
function isAlive(holder) {
  const [pid, start] = holder.split(' ')
  try {
    process.kill(Number(pid), 0)
  } catch (error) {
    if (error.code === 'ESRCH') return false
  }
  return startOf(pid) === start
}

/** In clock ticks since the host's boot (proc(5), /proc/PID/stat, field 22); `-` without /proc. */
function startOf(pid) {
  const stat = read(`/proc/${pid}/stat`)
  return stat === null ? '-' : (stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '-')
}
