import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { SetUpError } from './set-up-error.js'

const full = ['ENOSPC', 'EDQUOT']
const forbidden = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR']

/**
 * The SetUpError for a checkout that cannot be written to; null for any other error.
 *
 * @param {NodeJS.ErrnoException} error
 * @param {string} root
 */
export function unwritable({ code, message }, root) {
  const remedy = full.includes(code)
    ? 'free some space'
    : forbidden.includes(code)
      ? instead(code, message)
      : null
  return remedy === null ? null : new SetUpError(`cannot set up ${root}: ${message}; ${remedy}`)
}

/** A part of a checkout may belong to root, because it was once set up by `sudo`. */
function instead(code, message) {
  const [, path] = /'(\/[^']+)'/.exec(message) ?? []
  const uid = path === undefined || code === 'EROFS' ? undefined : ownerOf(path)
  return uid === undefined || uid === process.getuid()
    ? 'use a checkout that you can write to'
    : `it belongs to user ${uid}: change its owner, or use a checkout of your own`
}

/** The user id of the owner of a file, or of the nearest folder that is there. */
function ownerOf(path) {
  try {
    return statSync(path).uid
  } catch {
    return ownerOf(dirname(path))
  }
}
