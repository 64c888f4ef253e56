import { rmSync } from 'node:fs'

/** Files and folders that are removed before we end. */
const paths = new Set<string>()

/** Adds paths to what `removeScratch` removes. */
export function addScratch(...added: readonly string[]): void {
  for (const path of added) paths.add(path)
}

/** For paths that have been removed, or are to stay. */
export function forgetScratch(...removed: readonly string[]): void {
  for (const path of removed) paths.delete(path)
}

/** Removes what is left when there is no time for more. Best effort: what remains is removed at the next start. */
export function removeScratch(): void {
  for (const path of paths) {
    try {
      // A program that was just killed may still write.
      rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 })
    } catch {
      // As if we had been killed.
    }
  }
}
