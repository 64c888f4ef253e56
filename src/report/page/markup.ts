import { jsonOf, unitEscape } from '../../model/contract/json-of.ts'
import { markupText } from '../markup-text.ts'

/** Text that is markup already. Only `markup` makes it, which escapes foreign text. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Value = Markup | string | number | null | readonly Value[]

/** HTML from a template. Values that are not markup are escaped; null is left out. */
export function markup(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(String.raw({ raw: parts }, ...values.map(written)))
}

function written(value: Value): string {
  if (value instanceof Markup) return value.text
  if (value === null) return ''
  return typeof value === 'object' ? value.map(written).join('') : markupText(String(value))
}

/**
 * Data for a `<script type="application/json">`, in which HTML has no escapes: it contains no `<`, which could end the
 * element or start a comment (HTML, 13.1.2.4), and no `&`, so that XML parsers read the same.
 */
export function dataMarkup(data: unknown): Markup {
  return new Markup(jsonOf(data).replace(/[<>&]/g, unitEscape))
}
