/**
 * A value as JSON that can be shown as it is: what could steer a terminal, reverse the line or be taken for a command by
 * a CI (`##[…`) is escaped as `\uNNNN`, which every reader of JSON takes for the same. JSON.stringify escapes only
 * U+0000 to U+001F and lone surrogates.
 */
export function jsonOf(value: unknown, indent?: number): string {
  return shownJson(JSON.stringify(value, null, indent) ?? 'null')
}

/** The same for a text of JSON, or of JSON Lines. */
export function shownJson(json: string): string {
  return json.replace(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]|##(?=\w*\[)/gu, unitEscapes)
}

function unitEscapes(text: string): string {
  return Array.from(
    { length: text.length },
    (_, index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('')
}
