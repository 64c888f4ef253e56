import { copyFile, mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openTree } from '../../../images/packages/package-tree.ts'
import { cached } from '../cached.ts'

/** Goes up when the folder is made differently. */
const recipe = 1
const program = 'chromium-headless-shell'
/** The machine's own loader takes the machine's own libc only. */
const ofLibc = /^(ld-linux|lib(c|m|dl|rt|pthread|resolv|util|nss_\w+)\.so)/

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
    file: `chromium/${program}`,
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
  const tree = await openTree(root)
  const { found } = await tree.libraries([join(root, 'usr/lib/chromium', program)])
  await mkdir(join(made, 'lib'), { recursive: true })
  for (const [name, path] of found) if (!ofLibc.test(name)) await copyFile(path, join(made, 'lib', name))
  await rename(join(root, 'usr/lib/chromium'), join(made, 'chromium'))
  await rename(join(root, 'usr/share/fonts'), join(made, 'fonts'))
  await writeFile(join(made, 'fonts.conf'), fontsConf(home))
  return made
}

function fontsConf(home: string): string {
  const escaped = home.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<fontconfig><dir>${escaped}/fonts</dir><cachedir>${escaped}/fonts-cache</cachedir></fontconfig>\n`
}
