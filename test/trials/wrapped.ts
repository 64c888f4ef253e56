import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { shellWord } from '../../src/model/value/shell-word.ts'
import { fileIdentity } from '../../src/qemu/binary/file-identity.ts'
import type { Qemu } from '../../src/qemu/binary/qemu.ts'

/**
 * The QEMU with a library preloaded into it and nothing else, and with more in its environment. An unpacked QEMU starts
 * by a script of its own, which would unset LD_PRELOAD: that script is copied, and sets it instead.
 */
export function preloading(
  qemu: Qemu,
  folder: string,
  library: string,
  env: Record<string, string>,
): Promise<Qemu> {
  const sets = Object.entries({ ...env, LD_PRELOAD: library })
    .map(([name, value]) => `export ${name}=${shellWord(value)}`)
    .join('\n')
  const text = readFileSync(qemu.path)
  const isScript = text.subarray(0, 2).toString() === '#!'
  return wrapper(
    qemu,
    folder,
    isScript
      ? text
          .toString()
          .replace(/^self=\$0$/m, `self=${shellWord(qemu.path)}`)
          .replace(/^unset LD_PRELOAD LD_LIBRARY_PATH$/m, sets)
      : `#!/bin/sh\n${sets}\nexec ${shellWord(qemu.path)} "$@"\n`,
  )
}

/** The QEMU with its monitor at `PATH.real`, where somebody listens at PATH already. */
export function withOtherMonitor(qemu: Qemu, folder: string): Promise<Qemu> {
  return wrapper(
    qemu,
    folder,
    `#!/bin/sh
for word; do
  shift
  case $word in
    unix:*/qmp,server=on,wait=off)
      path=\${word#unix:}
      path=\${path%%,*}
      if [ -S "$path" ]; then word=unix:$path.real,server=on,wait=off; fi
      ;;
  esac
  set -- "$@" "$word"
done
exec ${shellWord(qemu.path)} "$@"
`,
  )
}

async function wrapper(qemu: Qemu, folder: string, text: string): Promise<Qemu> {
  const path = join(folder, 'qemu')
  writeFileSync(path, text, { mode: 0o755 })
  return { ...qemu, path, identity: await fileIdentity(path) }
}
