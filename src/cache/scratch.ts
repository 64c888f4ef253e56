import { rmSync } from 'node:fs'

/** Files and folders that are removed before we end. */
const paths = new Set<string>()

/** Adds paths to what `removeScratch` removes. */
export function addScratch(...added: readonly string[]): void {
  for (const path of added) paths.add(path)
}

/** Takes off paths that have been removed, or are to stay. */
export function forgetScratch(...removed: readonly string[]): void {
  for (const path of removed) paths.delete(path)
}

/** Removes these paths, as the last thing before we exit. Best effort: the next command removes what remains. */
export function removeScratch(): void {
  for (const path of paths) {
    try {
      // A program that was just killed may still write.
      rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 })
    } catch {
      // The next command does it.
    }
  }
}
