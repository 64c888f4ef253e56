import { homedir } from 'node:os'
import { isAbsolute } from 'node:path'
import { UsageError } from '../model/errors.ts'

/** The user's home folder: $HOME, or if it is not set, what /etc/passwd says. Throws UsageError if it is not absolute. */
export function homeFolder(): string {
  const home = known()
  if (isAbsolute(home)) return home
  const found = home === '' ? 'empty, or not set' : JSON.stringify(home)
  throw new UsageError(
    `expected the absolute path of your home folder in HOME, which is ${found}: set it, or XDG_CACHE_HOME and XDG_STATE_HOME`,
  )
}

/** Node throws for a user without HOME and without an entry in /etc/passwd, as in a container. */
function known(): string {
  try {
    return homedir()
  } catch {
    return ''
  }
}
