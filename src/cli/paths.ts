import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/** Where we keep things, by the XDG base directory specification (relative values are ignored, as it says). */
export function paths(env: NodeJS.ProcessEnv): { cache: string; runs: string; bisections: string } {
  const base = (value: string | undefined, usual: string) =>
    value !== undefined && isAbsolute(value) ? value : join(homedir(), usual)
  const state = join(base(env['XDG_STATE_HOME'], '.local/state'), 'chardev-fc')
  return {
    cache: join(base(env['XDG_CACHE_HOME'], '.cache'), 'chardev-fc'),
    runs: join(state, 'runs'),
    // The folder name of 0.1.0, so that its bisections can be resumed.
    bisections: join(state, 'hunts'),
  }
}
