import { markupText } from '../markup-text.ts'

/** Text that is markup already. Only `markup` makes it: what comes from outside is always escaped. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Value = Markup | string | number | null | readonly Value[]

/** HTML from a template. Values are foreign text, and escaped, unless they are markup; null is nothing. */
export function markup(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(String.raw({ raw: parts }, ...values.map(written)))
}

function written(value: Value): string {
  if (value instanceof Markup) return value.text
  if (value === null) return ''
  return typeof value === 'object' ? value.map(written).join('') : markupText(String(value))
}

/**
 * Data for a script, inside `<script type="application/json">`, where nothing is escaped: no `<` that could end
 * the element, or begin a comment (HTML, 13.1.2.4), and no `&`, so that it is the same to a reader of XML.
 */
export function dataMarkup(data: unknown): Markup {
  const text = JSON.stringify(data)
  return new Markup(
    text.replace(
      /[<>&\u2028\u2029]/g,
      character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  )
}
