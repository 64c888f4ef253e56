import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { InfraError, UsageError } from '../../src/model/errors.ts'
import type { OnProgress } from '../../src/model/progress-event.ts'
import { explainUpdate } from './apt-complaints.ts'
import { formatSources } from './apt-sources.ts'
import type { PackageSource } from './package-source.ts'
import { run } from './shell.ts'

/** A private apt: it reads the machine's proxies and keys, writes only below its folder, and installs nothing. */
export interface Apt {
  /** The direct dependencies of a package. */
  depends(name: string): Promise<string[]>
  /** The versions of packages and their dependencies, by name. */
  closure(names: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Downloads packages and, unless `alone`, their dependencies. Resolves with the paths of the .deb files. */
  download(names: readonly string[], how: 'closure' | 'alone'): Promise<string[]>
}

export interface AptOptions {
  readonly dir: string
  readonly source: PackageSource
  readonly onProgress: OnProgress
  readonly signal?: AbortSignal | undefined
}

/**
 * Creates private apt state in `dir`, fetches the package lists and checks their signatures.
 *
 * @throws UsageError for a suite that the mirror does not have; InfraError for network and signature errors.
 */
export async function openApt({ dir, source, onProgress, signal }: AptOptions): Promise<Apt> {
  const conf = await writeState(dir, source.target)
  const apt = (program: string, ...argv: string[]) =>
    run([program, '-c', conf, ...argv], { signal, cwd: dir, temp: join(dir, 'temp') })
  onProgress(
    `package lists of ${source.name} from ${[...new Set(source.sources.map(s => s.uri))].join(', ')}`,
  )
  const lists = async (sources: PackageSource['sources']) => {
    await writeFile(join(dir, 'apt.sources'), formatSources(sources))
    return explainUpdate(source, await apt('apt-get', '-q', 'update'))
  }
  let problem = await lists(source.sources)
  // An old release may lose its security archive before the mirror drops the release itself.
  const rest = source.sources.filter(({ suite }) => !suite.endsWith('-security'))
  if (problem instanceof UsageError && rest.length < source.sources.length) {
    problem = (await lists(rest)) && problem
    if (!problem) onProgress(`${source.name} has no security archive any more; continuing without it`)
  }
  if (problem) throw problem

  return {
    async depends(name) {
      const { stdout } = await apt('apt-cache', 'depends', name)
      return [...stdout.matchAll(/^ *\|?Depends: (\S+)/gm)].flatMap(([, on]) => on ?? [])
    },
    async closure(names) {
      const listed = checked(source, names, await apt('apt-get', '--print-uris', ...installing(names)))
      return versionsOf(listed.stdout)
    },
    async download(names, how) {
      const argv = how === 'closure' ? installing(names) : ['-q', 'download', ...names]
      const to = how === 'closure' ? join(dir, 'cache/archives') : dir
      const listed = checked(source, names, await apt('apt-get', '--print-uris', ...argv))
      const total = sumOfSizes(listed.stdout)
      const stop = watchGrowth(to, total, `${source.name}: ${names.join(', ')}`, onProgress)
      try {
        checked(source, names, await apt('apt-get', ...argv))
      } finally {
        stop()
      }
      onProgress({ text: `${source.name}: ${names.join(', ')}`, done: total, total })
      const files = (await readdir(to)).filter(file => file.endsWith('.deb')).sort()
      return files.map(file => join(to, file))
    },
  }
}

function installing(names: readonly string[]): string[] {
  return ['-q', '-y', '--download-only', 'install', ...names]
}

function checked(source: PackageSource, names: readonly string[], finished: Awaited<ReturnType<typeof run>>) {
  if (finished.code === 0) return finished
  const why = /^E: .*$/m.exec(finished.stderr)?.[0] ?? `apt-get ended with ${finished.code}`
  throw new InfraError(
    `cannot fetch ${names.join(', ')} from ${source.name}: apt says "${why}"; check the release, the network and the disk space`,
  )
}

async function writeState(dir: string, target: string | undefined): Promise<string> {
  for (const made of ['empty', 'temp', 'lists/partial', 'cache/archives/partial']) {
    await mkdir(join(dir, made), { recursive: true })
  }
  await writeFile(join(dir, 'status'), '')
  const conf = join(dir, 'apt.conf')
  await writeFile(conf, configuration(dir, target))
  return conf
}

/** For `-c`, which apt reads after the machine's configuration, so that it overrides that. */
function configuration(dir: string, target = ''): string {
  const quoted = (path: string) => `"${join(dir, path)}"`
  return `// The machine's hooks (Docker's clean-up, command-not-found, appstream) would act on the machine.
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Pre-Invoke;
#clear DPkg::Post-Invoke;
#clear DPkg::Pre-Install-Pkgs;
#clear APT::Architectures;
APT::Architecture "amd64";
APT::Default-Release "${target}";
APT::Architectures { "amd64"; };
APT::Install-Recommends "false";
APT::Install-Suggests "false";
// A missing list is an error, not a warning (apt 2.1.8); the messages of older apts are parsed.
APT::Update::Error-Mode "any";
// The user _apt cannot write to a private folder.
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::Retries "2";
Acquire::AllowInsecureRepositories "false";
Dir::Etc::SourceList ${quoted('apt.sources')};
Dir::Etc::SourceParts ${quoted('empty')};
Dir::Etc::Preferences ${quoted('empty/preferences')};
Dir::Etc::PreferencesParts ${quoted('empty')};
Dir::State ${quoted('')};
Dir::State::Lists ${quoted('lists')};
Dir::State::Status ${quoted('status')};
Dir::State::Extended_states ${quoted('extended_states')};
Dir::Cache ${quoted('cache')};
Dir::Cache::Archives ${quoted('cache/archives')};
Dir::Log ${quoted('empty')};
`
}

/** Lines of `--print-uris`: 'URI' FILE BYTES HASH. */
function sumOfSizes(uris: string): number {
  return [...uris.matchAll(/^'[^']*' \S+ (\d+)/gm)].reduce((sum, [, size]) => sum + Number(size), 0)
}

/** The file is NAME_VERSION_ARCHITECTURE.deb, with escapes for characters such as the colon of an epoch. */
function versionsOf(uris: string): ReadonlyMap<string, string> {
  const files = [...uris.matchAll(/^'[^']*' ([^_\s]+)_([^_\s]+)_[^_\s]+\.deb /gm)]
  return new Map(files.map(([, name = '', version = '']) => [name, decodeURIComponent(version)]))
}

/** apt shows progress on terminals only, so it is read from the sizes of the files. */
function watchGrowth(dir: string, total: number, text: string, onProgress: OnProgress): () => void {
  const timer = setInterval(() => {
    void sizeOf(dir).then(done => onProgress({ text, done: Math.min(done, total), total }))
  }, 250)
  timer.unref()
  return () => clearInterval(timer)
}

async function sizeOf(dir: string): Promise<number> {
  const names = await readdir(dir, { recursive: true }).catch(() => [])
  const sizes = names
    .filter(name => name.includes('.deb'))
    .map(name =>
      stat(join(dir, name)).then(
        s => s.size,
        () => 0,
      ),
    )
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}
