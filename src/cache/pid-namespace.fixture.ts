import { execFileSync } from 'node:child_process'

/** The command to run another one in a pid namespace of its own, with its own /proc, as a container does. */
export function inNamespace(command: readonly string[]): [file: string, ...args: string[]] {
  return [
    'unshare',
    '--user',
    '--map-root-user',
    '--pid',
    '--fork',
    '--kill-child',
    '--mount-proc',
    ...command,
  ]
}

/** Why there are none here, for `skip`: no unshare(1), or user namespaces are switched off. */
export const noNamespace = whyNone()

function whyNone(): string | false {
  const [file, ...args] = inNamespace(['true'])
  try {
    execFileSync(file, args, { stdio: 'pipe' })
    return false
  } catch (error) {
    return `no pid namespaces here: ${String(error)}`
  }
}
