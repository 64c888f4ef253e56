import { existsSync } from 'node:fs'
import { type Chromium, debianChromium } from './debian/chromium.ts'

const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/**
 * $CHROMIUM, or one where distributions put it, or one unpacked into the cache; or, in words, why there can be none. In a
 * file without tap, which would take whoever loads it for a test.
 */
export async function someChromium(): Promise<Chromium | string> {
  const executablePath = process.env['CHROMIUM'] ?? usual.find(existsSync)
  return executablePath === undefined ? debianChromium() : { executablePath, env: {} }
}
