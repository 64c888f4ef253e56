import type { Qemu } from './qemu.ts'

/** The QEMUs of one test run without duplicates; a label that several share gets the distinct part of its path. */
export function uniqueLabels(qemus: readonly Qemu[]): Qemu[] {
  const once = qemus.filter(
    (qemu, index) => qemus.findIndex(({ identity }) => identity === qemu.identity) === index,
  )
  return once.map(qemu => {
    const same = once.filter(({ label }) => label === qemu.label)
    return same.length === 1 ? qemu : { ...qemu, label: `${qemu.label} at ${ownPart(qemu, same)}` }
  })
}

/** The part of a path that differs from all others: `build-2` of `/src/build-2/qemu-system-x86_64`. */
function ownPart({ path }: Qemu, all: readonly Qemu[]): string {
  const paths = all.map(one => one.path.split('/'))
  const parts = path.split('/')
  const begin = common(paths)
  const end = common(paths.map(one => one.slice(begin).toReversed()))
  // If one is above the other (a/qemu, a/b/qemu), the file names are part of it.
  const isNested = paths.some(one => one.length === begin + end)
  return parts.slice(begin, isNested ? undefined : parts.length - end).join('/')
}

function common(lists: readonly (readonly string[])[]): number {
  const [first = []] = lists
  const differs = first.findIndex((part, index) => lists.some(list => list[index] !== part))
  return differs === -1 ? first.length : differs
}
