import { fileURLToPath } from 'node:url'
import { execa } from 'execa'

/** What `chardev-fc` is in a checkout. */
export const program = fileURLToPath(new URL('../../../bin/chardev-fc.js', import.meta.url))

/** Runs the real command to its end, whatever its exit code. */
export async function chardevFc(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ exitCode: number | undefined; stdout: string; stderr: string }> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [program, ...args], {
    env,
    reject: false,
    stdin: 'ignore',
  })
  return { exitCode, stdout, stderr }
}
