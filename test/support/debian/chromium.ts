import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cached } from '../cached.ts'
import { copyLibraries } from './libraries.ts'

/** Goes up when the folder is made differently. */
const recipe = 1
const program = 'chromium-headless-shell'

/** A Chromium, and the environment it wants beside the machine's own. */
export interface Chromium {
  readonly executablePath: string
  readonly env: Readonly<Record<string, string>>
}

/**
 * A headless Chromium of this machine's release, unpacked into the cache without root (170 MB of download; 315 MB stay);
 * or, in words, why there can be none.
 */
export async function debianChromium(): Promise<Chromium | string> {
  const found = await cached({
    place: `browsers/chromium-${recipe}`,
    files: [`chromium/${program}`],
    fetch: ({ unpack }, scratch) => unpack([program, 'fonts-dejavu-core'], 'closure', join(scratch, 'root')),
    make,
  })
  if (typeof found === 'string') return found
  return {
    executablePath: join(found.home, 'chromium', program),
    env: { LD_LIBRARY_PATH: join(found.home, 'lib'), FONTCONFIG_FILE: join(found.home, 'fonts.conf') },
  }
}

async function make(scratch: string, home: string): Promise<string> {
  const [root, made] = [join(scratch, 'root'), join(scratch, 'made')]
  await copyLibraries(root, [join(root, 'usr/lib/chromium', program)], join(made, 'lib'))
  await rename(join(root, 'usr/lib/chromium'), join(made, 'chromium'))
  await rename(join(root, 'usr/share/fonts'), join(made, 'fonts'))
  await writeFile(join(made, 'fonts.conf'), fontsConf(home))
  return made
}

function fontsConf(home: string): string {
  const escaped = home.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<fontconfig><dir>${escaped}/fonts</dir><cachedir>${escaped}/fonts-cache</cachedir></fontconfig>\n`
}
