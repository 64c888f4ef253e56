import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { paths } from '../../src/cli/paths.ts'

/** A cache of its own for $XDG_CACHE_HOME, which shares these folders with the real one. */
export function cacheIn(home: string, shared: readonly string[]): string {
  const cache = join(home, 'cache')
  mkdirSync(join(cache, 'chardev-fc', 'tmp'), { recursive: true })
  for (const name of shared)
    symlinkSync(join(paths(process.env).cache, name), join(cache, 'chardev-fc', name))
  return cache
}
