import { readdirSync, readFileSync } from 'node:fs'

/**
 * The living processes of a group, as `PID name`. Zombies do not count: in many containers nothing reaps orphans.
 *
 * @param {number} group
 * @returns {string[]}
 */
export function members(group) {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(pid => {
      const stat = read(`/proc/${pid}/stat`)
      const [state, , inGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
      return Number(inGroup) === group && state !== 'Z' && state !== 'X' ? [`${pid} ${name}`] : []
    })
}

/** Signals a process group, if it still exists. */
export function signalGroup(group, name) {
  try {
    process.kill(-group, name)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

/** Empty for a process that has ended since it was listed. */
function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
