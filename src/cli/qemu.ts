import { installQemu, listQemus, removeQemu } from '../../images/debian-qemu.ts'
import { interruptSignal } from './interrupt.ts'
import { paths } from './paths.ts'
import { sayOn } from './say-on.ts'

/** `chardev-fc qemu install debian:SUITE`. */
export async function install(source: string): Promise<void> {
  const { cache } = paths(process.env)
  const { label, version, path } = await installQemu({
    source,
    cache,
    say: sayOn(process.stderr),
    signal: interruptSignal(),
  })
  process.stdout.write(`${label}  ${version}  ${path}\n`)
}

/** `chardev-fc qemu list`. */
export async function list(): Promise<void> {
  for (const { label, version, path } of await listQemus(paths(process.env).cache)) {
    process.stdout.write(`${label}  ${version}  ${path}\n`)
  }
}

/** `chardev-fc qemu remove LABEL`. */
export async function remove(label: string): Promise<void> {
  await removeQemu(paths(process.env).cache, label)
}
