import { homedir } from 'node:os'
import { join } from 'node:path'
import { env } from 'node:process'
import { execa } from 'execa'
import type { Test } from 'tap'

/** Lets an npm with another home reach the registry as ours does, and take what ours has downloaded already. */
export function npmSettings(): Record<string, string> {
  const names = ['NODE_EXTRA_CA_CERTS', 'http_proxy', 'https_proxy', 'no_proxy', 'npm_config_registry']
  const given = names.flatMap(name => (env[name] === undefined ? [] : [[name, env[name]] as const]))
  return {
    ...Object.fromEntries(given),
    npm_config_userconfig: env['npm_config_userconfig'] ?? join(homedir(), '.npmrc'),
    npm_config_cache: env['npm_config_cache'] ?? join(homedir(), '.npm'),
    npm_config_prefer_offline: 'true',
  }
}

/** Whether npm reaches its registry; notes a skip if not. */
export async function npmAnswers(t: Test): Promise<boolean> {
  const args = ['view', '--prefer-online', '--fetch-retries=0', 'commander', 'version']
  const { exitCode, stderr } = await execa('npm', args, { reject: false })
  if (exitCode === 0) return true
  t.pass('installed', { skip: `npm cannot reach its registry: ${stderr.split('\n')[0]}` })
  return false
}
