/**
 * Makes malloc overwrite freed memory, so that a use after free shows: 0xA5 is no valid address and clears the bits that
 * assertions check, so a QEMU that uses freed memory dies of SIGSEGV. glibc does not fill blocks that go to its tcache
 * (at most 1032 bytes; 2.36, 2.41), and glib before 2.76 caches small blocks.
 */
const perturbation = {
  MALLOC_PERTURB_: '165',
  GLIBC_TUNABLES: 'glibc.malloc.tcache_count=0',
  G_SLICE: 'always-malloc',
} as const

/** The variables for perturbed memory. A value that the user has set wins; an empty one turns it off. */
export function perturbed(own: NodeJS.ProcessEnv): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(perturbation).map(([name, value]) => [name, own[name] ?? value]))
}

/** For speed measurements: QEMU's freed memory is not overwritten. */
export const unperturbed: { readonly [name: string]: string } = Object.fromEntries(
  Object.keys(perturbation).map(name => [name, '']),
)

/** The variables as shell words, for use before a command or after `export`. */
export function shellVariables(variables: { readonly [name: string]: string }): string[] {
  return Object.entries(variables).map(([name, value]) => `${name}=${value}`)
}
