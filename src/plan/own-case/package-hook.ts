const own = new URL('../../case.js', import.meta.url).href

type Next = (specifier: string, context: unknown) => unknown

/**
 * A resolution hook of node:module: `chardev-fc` resolves to this package wherever the importing module is, even if a
 * node_modules folder above it has another version. One version must both run and judge a case: the backends and judges
 * of another version may write and read another journal format.
 */
export function resolve(specifier: string, context: unknown, next: Next): unknown {
  return specifier === 'chardev-fc'
    ? { url: own, format: 'module', shortCircuit: true }
    : next(specifier, context)
}
