/** A text of at most `most` characters: of a longer one the beginning, and `…`. */
export function cutTo(most: number, text: string): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`
}
