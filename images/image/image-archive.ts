import { UsageError } from '../../src/model/errors.ts'
import type { ImageManifest } from './image-folder.ts'

/** The layout of the file that carries an image: goes up when this version cannot read the last one's. */
const SCHEMA = 1

/** What an archive's manifest says besides the image's own. */
interface ArchiveManifest extends ImageManifest {
  readonly schema: number
  /** Who made it: `chardev-fc 0.1.0`. */
  readonly tool: string
}

/** More than any manifest needs; how much is read of a file before it has shown what it is. */
export const manifestLimit = 1024 ** 2

/** More than any kernel or initramfs of ours; what a stranger's file may make us write. */
const fileLimit = 512 * 1024 ** 2

/** The files of an archive in their order, each below a folder named like the image. */
export const archived = ['manifest.json', 'vmlinuz', 'initrd'] as const

/** The first file of an archive. */
export function archiveManifest(manifest: ImageManifest, tool: string): string {
  const whole: ArchiveManifest = { schema: SCHEMA, tool, ...manifest }
  return manifestText(whole)
}

/** As it lies beside an image. */
export function manifestText(manifest: ImageManifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`
}

/**
 * The manifest of an archive that somebody brought: nothing of it is believed, and what is not known is left out.
 *
 * @throws UsageError that goes on from "FILE ": for another schema, another recipe, and what no manifest looks like.
 */
export function readArchiveManifest(text: string, recipe: string, tool: string): ImageManifest {
  const found = parsed(text)
  if (found === null || typeof found['schema'] !== 'number') throw new UsageError('contains no guest image')
  const maker = isWord(found['tool'], /^[ -~]{1,60}$/) ? found['tool'] : 'another program'
  if (found['schema'] !== SCHEMA) {
    throw new UsageError(
      `is of schema ${found['schema']}, made by ${maker}, and this ${tool} reads schema ${SCHEMA}: export it again with this version`,
    )
  }
  if (!isManifest(found)) throw new UsageError('has a manifest.json that was not written by image export')
  if (found.recipe !== recipe) {
    throw new UsageError(
      `holds an image that another version (${maker}) built, which this ${tool} would not use: export it again with this version`,
    )
  }
  const { name, release, kernelVersion, modules, packages, files } = found
  return { name, release, kernelVersion, modules, packages, recipe, files }
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : null
  } catch {
    return null
  }
}

function isManifest(value: Record<string, unknown>): value is Record<string, unknown> & ImageManifest {
  const { name, release, kernelVersion, modules, packages, recipe, files } = value
  return (
    isImageName(name) &&
    isWord(release) &&
    isWord(kernelVersion) &&
    isWord(recipe) &&
    isListOf(modules, isWord) &&
    isListOf(packages, isPackage) &&
    isRecord(files) &&
    isFile(files['vmlinuz']) &&
    isFile(files['initrd'])
  )
}

/** It becomes a folder of the cache: no separators, and nothing that starts with a dot. */
function isImageName(value: unknown): value is string {
  return isWord(value, /^[A-Za-z0-9][\w.+~-]{0,99}$/)
}

function isPackage(value: unknown): boolean {
  return isRecord(value) && isWord(value['name']) && isWord(value['version']) && isSum(value['sha256'])
}

function isFile(value: unknown): boolean {
  if (!isRecord(value) || !isSum(value['sha256'])) return false
  const { bytes } = value
  return Number.isInteger(bytes) && Number(bytes) > 0 && Number(bytes) <= fileLimit
}

function isSum(value: unknown): boolean {
  return isWord(value, /^[0-9a-f]{64}$/)
}

/** Printed to people's terminals: nothing but plain characters. */
function isWord(value: unknown, form = /^[\w.:+~-]{1,100}$/): value is string {
  return typeof value === 'string' && form.test(value)
}

function isListOf(value: unknown, isOne: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(one => isOne(one))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
