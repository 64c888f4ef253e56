import { readdirSync, readFileSync } from 'node:fs'

/**
 * The living processes of a group, as `PID name`. A zombie is no longer one: where nobody reaps orphans,
 * as in many containers, it would stay for ever.
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

/** Signals a whole group, if it is still there. */
export function signalGroup(group, name) {
  try {
    process.kill(-group, name)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

/** A process may end between the listing and the reading. */
function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
