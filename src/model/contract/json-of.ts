import { defused } from '../value/defused.ts'

/**
 * A value as JSON that can be shown as it is: what could control a terminal, reverse the line or be taken for a command
 * by a CI (`defused`) is escaped as `\uNNNN`, which means the same to every reader of JSON. JSON.stringify escapes only
 * U+0000 to U+001F and lone surrogates.
 */
export function jsonOf(value: unknown, indent?: number): string {
  return shownJson(JSON.stringify(value, null, indent) ?? 'null')
}

/** The same for a text of JSON, or of JSON Lines. */
export function shownJson(json: string): string {
  return defused(json, unitEscape).replace(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/gu, character =>
    character.split('').map(unitEscape).join(''),
  )
}

/** A UTF-16 code unit as JSON escapes it. */
export function unitEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
