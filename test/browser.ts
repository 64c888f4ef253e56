import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** A Chromium of this machine ($CHROMIUM, or where distributions put it); null: there is none. Nothing is installed. */
export async function browser(): Promise<Browser | null> {
  const own = process.env['CHROMIUM']
  const path = own ?? usual.find(existsSync)
  if (path === undefined) return null
  // Chromium's sandbox refuses root; and it shall not ask anybody anything.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({
    executablePath: path,
    args: [
      ...sandbox,
      ...['--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  })
}
