import { existsSync } from 'node:fs'
import { copyFile, mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openApt } from '../images/apt.ts'
import { unpackDebs } from '../images/deb-packages.ts'
import { readMachine } from '../images/machine.ts'
import { packageSource } from '../images/package-source.ts'
import { openTree } from '../images/package-tree.ts'
import { publish, withWorkspace } from '../src/cache/workspace.ts'
import { paths } from '../src/cli/paths.ts'
import { InfraError, UsageError } from '../src/model/errors.ts'

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
 * A headless Chromium of this machine's release, unpacked into the cache without root (170 MB of download; 315 MB stay); or,
 * in words, why there can be none: no apt, no network, or a release without that package.
 */
export async function debianChromium(): Promise<Chromium | string> {
  const { cache } = paths(process.env)
  const folder = join(cache, 'browsers', `chromium-${recipe}`)
  const chromium = {
    executablePath: join(folder, 'chromium', program),
    env: { LD_LIBRARY_PATH: join(folder, 'lib'), FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  }
  if (existsSync(chromium.executablePath)) return chromium
  return withWorkspace(cache, async scratch => {
    try {
      await publish(await make(scratch, folder), folder, false)
      return chromium
    } catch (error) {
      if (error instanceof UsageError || error instanceof InfraError) return error.message
      throw error
    }
  })
}

/** Resolves with a folder that is complete once it lies at `home`. */
async function make(scratch: string, home: string): Promise<string> {
  const say = () => undefined
  const apt = await openApt({
    dir: join(scratch, 'apt'),
    source: packageSource('native', await readMachine()),
    say,
  })
  const [root, made] = [join(scratch, 'root'), join(scratch, 'made')]
  await unpackDebs({ debs: await apt.download([program, 'fonts-dejavu-core'], 'closure'), tree: root, say })
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
