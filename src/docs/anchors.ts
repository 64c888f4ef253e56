/**
 * The anchors of the headings of one page, as GitHub makes them: call it with the text of each heading in turn. A text that
 * comes again gets a number.
 */
export function anchors(): (heading: string) => string {
  const used = new Map<string, number>()
  return heading => {
    const plain = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
      .replaceAll(' ', '-')
    let anchor = plain
    while (used.has(anchor)) {
      const count = (used.get(plain) ?? 0) + 1
      used.set(plain, count)
      anchor = `${plain}-${count}`
    }
    used.set(anchor, 0)
    return anchor
  }
}
