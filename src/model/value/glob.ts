/** Whether a text is meant as a pattern: it has `*`, `?` or `[`. */
export function isGlob(text: string): boolean {
  return /[*?[]/.test(text)
}

/** A shell pattern that matches whole texts: `*` stands for any text, `?` for one character, `[a-c]` or `[!a-c]` for one of some. */
export function glob(pattern: string): RegExp {
  const source = pattern.replace(/\[(!?)([^\]]+)\]|[\s\S]/g, (part, not?: string, set?: string) => {
    if (set !== undefined) return `[${not === '!' ? '^' : ''}${set.replace(/[\\^\]]/g, '\\$&')}]`
    if (part === '*') return '.*'
    return part === '?' ? '.' : part.replace(/[\\^$.|+()[\]{}]/g, '\\$&')
  })
  try {
    return new RegExp(`^${source}$`, 's')
  } catch {
    return /^(?!)/ // A set such as [z-a] stands for nothing.
  }
}
