import type { Package } from '../ci/source.ts'
import { InfraError, UsageError } from '../model/errors.ts'
import { runProgram } from '../qemu/binary/run-program.ts'

const limitMs = 30_000

/**
 * The package with the sum that the npm registry names, so that the workflow installs what is published today. Throws
 * UsageError if the registry has no such version, or another program of that name; InfraError if it does not answer.
 */
export async function pinned(source: Package, signal: AbortSignal): Promise<Package> {
  const { spec } = source
  const options = ['--json', '--loglevel=error', '--prefer-online', '--fetch-retries=0']
  const ask = ['npm', 'view', ...options, spec, 'name', 'bin', 'dist.integrity']
  const { code, stdout, stderr, end } = await runProgram(ask, { limitMs, signal })
  const npmsCode = /^npm (?:error|ERR!) code (\w+)/m.exec(stderr)?.[1]
  // npm ends with 0 and prints nothing if only the version is missing.
  if (npmsCode === 'E404' || (code === 0 && stdout.trim() === ''))
    throw new UsageError(
      `--from: the npm registry has no ${spec}: give a git repository (URL#REVISION) or a tarball (.tgz) instead`,
    )
  if (code !== 0)
    throw new InfraError(`cannot ask the npm registry for ${spec}: npm view: ${npmsCode ?? end}`)
  const found = JSON.parse(stdout) as Readonly<Record<string, unknown>>
  if (!Object.hasOwn(Object(found['bin']) as object, 'chardev-fc'))
    throw new UsageError(`--from: ${spec} is another program: it has no command chardev-fc`)
  const base64 = /\bsha512-([\w+/]+=*)/.exec(String(found['dist.integrity']))?.[1]
  if (base64 === undefined) throw new UsageError(`--from: the npm registry names no SHA-512 of ${spec}`)
  return { ...source, sum: { program: 'sha512sum', hex: Buffer.from(base64, 'base64').toString('hex') } }
}
