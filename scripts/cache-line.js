import { readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { diskUsage } from '../dist/src/cache/disk-usage.js'
import { paths } from '../dist/src/cli/paths.js'
import { sizeText } from '../dist/src/model/value/units.js'

const leastShown = 1024 ** 2

/** What stays in the cache, as one line. */
export async function cacheLine() {
  const { cache } = paths(process.env)
  const names = await readdir(cache).catch(() => [])
  const parts = await Promise.all(
    names.map(async name => ({ name, bytes: await diskUsage(join(cache, name)) })),
  )
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0)
  const large = parts.filter(({ bytes }) => bytes >= leastShown).sort((a, b) => b.bytes - a.bytes)
  const place = cache.startsWith(join(homedir(), '/')) ? cache.replace(homedir(), '~') : cache
  const list = large.map(({ name, bytes }) => `${name} ${sizeText(bytes)}`).join(', ')
  return `${sizeText(total)} stay in ${place}${list === '' ? '' : `: ${list}`}`
}
