import { createHash } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { execa } from 'execa'
import t, { type Test } from 'tap'
import { version } from '../../src/cli/tool.ts'
import { bash, machine } from '../support/ci-checkout.ts'
import { getTool } from '../support/ci-engines.ts'
import { program } from '../support/command.ts'
import { npmAnswers } from '../support/npm.ts'
import { installs, tarball } from '../support/packed.ts'
import { serve } from '../support/web-server.ts'

void t.test('a published version: only what the registry has, pinned to what it has today', async t => {
  if (!(await npmAnswers(t))) return
  const here = await machine(t, { content: 'nothing' })
  const content = await tarball(t)
  const registry = await startRegistry(t, content)
  writeFileSync(join(here.checkout, '.npmrc'), `@owner:registry=${registry.address}\n`)
  const printed = (spec: string) =>
    execa(process.execPath, [program, 'ci', 'github', '--from', `npm:${spec}`], {
      ...{ cwd: here.checkout, reject: false, stdin: 'ignore' },
    })

  const { stdout, stderr } = await printed(`@owner/chardev-fc@${version}`)
  t.equal(stderr, '')
  await installs(t, here, getTool(stdout))

  const unpublished = await printed('@owner/chardev-fc@9.9.9')
  t.equal(unpublished.exitCode, 64)
  t.match(
    unpublished.stderr,
    /^chardev-fc: --from: the npm registry has no @owner\/chardev-fc@9\.9\.9: [^\n]*$/,
  )
  const unknown = await printed('@owner/nothing@1.0.0')
  t.equal(unknown.exitCode, 64)
  t.match(unknown.stderr, /^chardev-fc: --from: the npm registry has no @owner\/nothing@1\.0\.0: [^\n]*$/)
  const other = await printed('@owner/other@1.0.0')
  t.equal(other.exitCode, 64)
  t.match(other.stderr, '@owner/other@1.0.0 is another program: it has no command chardev-fc')

  registry.publish(gzipSync(gunzipSync(content), { level: 1 }))
  const fresh = await machine(t, { content: 'nothing' })
  writeFileSync(join(fresh.checkout, '.npmrc'), `@owner:registry=${registry.address}\n`)
  const npmsOwn = { npm_config_cache: join(fresh.home, 'npm'), npm_config_prefer_offline: 'false' }
  const changed = await bash(fresh, getTool(stdout), npmsOwn)
  t.equal(changed.exitCode, 1)
  t.match(changed.all, '.tgz: FAILED')
  t.notOk(existsSync(join(fresh.checkout, '.chardev-fc/bin')), 'it is not installed')

  registry.close()
  const silent = await printed('@owner/never-asked-for@1.0.0')
  t.equal(silent.exitCode, 69)
  t.match(silent.stderr, /^chardev-fc: cannot ask the npm registry for [^\n]*ECONNREFUSED[^\n]*$/)
})

/** An npm registry with our package, and with another one, in the scope @owner. */
async function startRegistry(t: Test, first: Buffer) {
  let content = first
  const { address, close } = await serve(t, path => {
    if (path === '/it.tgz') return content
    if (path === '/@owner/chardev-fc') return packument('chardev-fc', version, { 'chardev-fc': 'bin/x.js' })
    if (path === '/@owner/other') return packument('other', '1.0.0', { other: 'x.js' })
    return undefined
  })
  const packument = (name: string, version: string, bin: object) => {
    const integrity = `sha512-${createHash('sha512').update(content).digest('base64')}`
    const one = { name: `@owner/${name}`, version, bin, dist: { tarball: `${address}/it.tgz`, integrity } }
    return Buffer.from(
      JSON.stringify({ name: one.name, 'dist-tags': { latest: version }, versions: { [version]: one } }),
    )
  }
  const publish = (anew: Buffer) => {
    content = anew
  }
  return { address, close, publish }
}
