/**
 * Text as a single-quoted scalar of YAML (1.2, 7.3.2), in which nothing but the quote means anything. For text
 * without control characters and line breaks.
 */
export function yamlWord(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
