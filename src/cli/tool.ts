import { readFileSync } from 'node:fs'

const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

export const version = manifest.version
/** The name and version in results: `chardev-fc 0.1.0`. */
export const tool = `chardev-fc ${version}`
