/**
 * Has malloc overwrite what is freed, so that a use after free shows: 0xA5 makes no address and clears the bits that
 * asserts look at, and a QEMU that goes on with freed memory dies of SIGSEGV. glibc fills no block that its tcache
 * takes (at most 1032 bytes; 2.36, 2.41), and glib before 2.76 keeps small blocks to itself.
 */
const perturbation = {
  MALLOC_PERTURB_: '165',
  GLIBC_TUNABLES: 'glibc.malloc.tcache_count=0',
  G_SLICE: 'always-malloc',
} as const

/** The variables of a QEMU whose memory is perturbed: a person's own value wins, an empty one turns it off. */
export function perturbed(own: NodeJS.ProcessEnv): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(perturbation).map(([name, value]) => [name, own[name] ?? value]))
}

/** For a process that measures speed: what its QEMUs free stays as it is. */
export const unperturbed: { readonly [name: string]: string } = Object.fromEntries(
  Object.keys(perturbation).map(name => [name, '']),
)

/** The same as words for a shell, which stand before a command or after `export`. */
export function shellVariables(variables: { readonly [name: string]: string }): string[] {
  return Object.entries(variables).map(([name, value]) => `${name}=${value}`)
}
