import { readFileSync } from 'node:fs'

const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

export const version = manifest.version
/** As results name us: `chardev-fc 0.1.0`. */
export const tool = `chardev-fc ${version}`
