import { type Browser, chromium } from 'playwright-core'
import type { Chromium } from './debian/chromium.ts'

/** A Chromium that asks nobody anything, with its temporary files in a folder. In a file without tap, for the benchmark. */
export async function launched({ executablePath, env }: Chromium, temp: string): Promise<Browser> {
  // Chromium's sandbox refuses root; and it shall not ask anybody anything.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync']
  return chromium.launch({
    executablePath,
    env: { ...process.env, ...env, TMPDIR: temp },
    args: [...sandbox, ...quiet, '--disable-gpu', '--disable-quic', '--no-first-run'],
  })
}
