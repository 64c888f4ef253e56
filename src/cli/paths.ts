import { isAbsolute, join } from 'node:path'
import { homeFolder } from '../cache/home-folder.ts'
import { UsageError } from '../model/errors.ts'

export interface Paths {
  readonly cache: string
  readonly state: string
  readonly runs: string
  readonly bisections: string
}

/**
 * Our folders, by the XDG base directory specification, which says to ignore relative values. Reading one throws
 * UsageError if it depends on a home folder that is not known, or has characters that no program would take.
 */
export function paths(env: NodeJS.ProcessEnv): Paths {
  const base = (value: string | undefined, usual: string) =>
    join(value !== undefined && isAbsolute(value) ? value : join(homeFolder(), usual), 'chardev-fc')
  const state = () => usable(base(env['XDG_STATE_HOME'], '.local/state'), 'XDG_STATE_HOME', notUtf8)
  return {
    get cache() {
      return usable(base(env['XDG_CACHE_HOME'], '.cache'), 'XDG_CACHE_HOME', notForPackages)
    },
    get state() {
      return state()
    },
    get runs() {
      return join(state(), 'runs')
    },
    // The folder name of 0.1.0, so that its bisections can be resumed.
    get bisections() {
      return join(state(), 'hunts')
    },
  }
}

/** Node decodes the environment as UTF-8, so that another folder would be meant. */
const notUtf8 = /\ufffd/
/** In addition apt.conf(5) has no escape for `"` and line breaks, and `:` and `;` separate library paths (ld.so(8)). */
const notForPackages = /[":;\n\r\ufffd]/

function usable(path: string, variable: string, wrong: RegExp): string {
  const found = wrong.exec(path)?.[0]
  if (found === undefined) return path
  const what = found === '\ufffd' ? 'bytes that are not UTF-8' : JSON.stringify(found)
  throw new UsageError(
    `the folder ${JSON.stringify(path)} cannot be used, because it has ${what} in its path: set ${variable} to another one`,
  )
}
