import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { onPath } from '../../cache/program.ts'

/** What a build command depends on outside of the work tree. */
export interface NamedFiles {
  /** Changes when the content of one of the files does, or the value of a variable. */
  readonly digest: string
  /** Folders: what changes in them is not noticed. */
  readonly folders: readonly string[]
}

/** A distribution's own: programs such as `make` and `sh`. */
const ofTheSystem = /^\/(usr\/(?!local\/)|bin\/|sbin\/|lib(32|64|x32)?\/|dev\/|proc\/|sys\/)/

/** What compilers, configure(1) and pkg-config(1) read, also where the command does not name it. */
const ofCompilers =
  'AR AS CC CFLAGS CPATH CPP CPPFLAGS CXX CXXFLAGS C_INCLUDE_PATH LD LDFLAGS LIBRARY_PATH NM OBJCOPY PKG_CONFIG PKG_CONFIG_LIBDIR PKG_CONFIG_PATH RANLIB STRIP'.split(
    ' ',
  )

/** Set anew for each build; the programs on PATH are looked at themselves. */
const ofEachBuild = new Set(['PATH', 'PWD', 'OLDPWD', 'TMPDIR'])

/**
 * Finds the files that a build command names by absolute paths, also after `~`, variables and options (`CC=/opt/cc`), the
 * programs that it starts from the user's part of $PATH, and the variables that it or a compiler reads. Redirections are
 * left out: the command writes there. What is in the work tree is named by relative paths, and git knows it.
 */
export async function namedFiles(
  command: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<NamedFiles> {
  const found = await Promise.all(pathsIn(command, env).map(path => fileAt(path)))
  const files = found.filter(({ content }) => content !== null)
  const folders = found.filter(({ isFolder }) => isFolder)
  const programs = await Promise.all(wordsIn(command).map(word => ownProgram(word, env['PATH'] ?? '')))
  const lines = [...files, ...programs.filter(file => file !== null)].map(
    ({ path, content }) => `${content} ${path}\n`,
  )
  return {
    digest: sha256([...new Set(lines)].sort().join('') + variablesText(command, env)),
    folders: [...new Set(folders.map(({ path }) => path))],
  }
}

/** `NAME=value` of each variable that is set. */
function variablesText(command: string, env: Readonly<Record<string, string | undefined>>): string {
  const named = [...command.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name = '']) => name)
  return [...new Set([...named, ...ofCompilers])]
    .filter(name => env[name] !== undefined && !ofEachBuild.has(name))
    .sort()
    .map(name => `${name}=${env[name]}\0`)
    .join('')
}

/** Words of a shell command, without what the shell reads as its own; what is quoted may be one word, or several. */
function wordsIn(command: string): string[] {
  const read = command.replaceAll(/\d?>[>&|]?\s*[^\s;&|<>()]+/g, ' ')
  const quoted = [...read.matchAll(/"([^"]*)"|'([^']*)'/g)].map(
    ([, double, single]) => double ?? single ?? '',
  )
  // A space after a backslash belongs to the word.
  const words = read.match(/(?:\\.|[^\s;&|<>()`'"=,\\])+/g) ?? []
  return [...words.map(word => word.replaceAll(/\\(.)/g, '$1')), ...quoted].filter(word => word !== '')
}

function pathsIn(command: string, env: Readonly<Record<string, string | undefined>>): string[] {
  const expanded = wordsIn(command).map(word =>
    word
      .replace(/^~(?=\/)/, env['HOME'] ?? '~')
      .replaceAll(/\$\{?(\w+)\}?/g, (whole, name: string) => env[name] ?? whole),
  )
  const paths = expanded.flatMap(word => word.split(':')).map(word => word.replace(/^-[A-Za-z]+(?=\/)/, ''))
  return [...new Set(paths.filter(path => isAbsolute(path) && !ofTheSystem.test(path)))]
}

interface Found {
  readonly path: string
  readonly content: string | null
  readonly isFolder: boolean
}

async function fileAt(path: string): Promise<Found> {
  const there = await stat(path).catch(() => null)
  const isFolder = there?.isDirectory() ?? false
  return { path, isFolder, content: there?.isFile() ? await contentOf(path) : null }
}

/** A program that the user has put on $PATH. */
async function ownProgram(word: string, path: string): Promise<Found | null> {
  if (!/^[\w.+-]+$/.test(word)) return null
  const program = await onPath(word, path)
  return program === null || ofTheSystem.test(program) ? null : fileAt(program)
}

/** A file that cannot be read counts as one without content: the build cannot read it either. */
async function contentOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash).catch(() => undefined)
  return hash.digest('hex')
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
