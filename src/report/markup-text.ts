import { defused } from '../model/value/defused.ts'
import { escaped } from '../model/value/escaped.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/**
 * Foreign text for XML 1.0 and HTML, as content or in a quoted attribute. Control characters, lone surrogates, U+FFFE
 * and U+FFFF, which XML cannot express (XML 1.0, 2.2), become `\xNN`. Newlines stay. No CI takes a line for a command
 * (see `defused`).
 */
export function markupText(text: string): string {
  const lines = text.split('\n').map(line => escaped(line).replace(/[&<>"'\ufffe\uffff]/g, entity))
  return defused(lines.join('\n'), sign => `&#${sign.charCodeAt(0)};`)
}

function entity(character: string): string {
  return entities[character] ?? `\\u{${character.charCodeAt(0).toString(16)}}`
}
