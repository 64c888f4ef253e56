import { type Markup, markup } from './markup.ts'

/** A text with a button that copies it. */
export function copied(title: string, text: string | undefined, id: string): Markup | null {
  if (text === undefined) return null
  return markup`<section class="copied"><h3>${title} <button type="button" class="scripted" data-copy="${id}">copy</button></h3>
<pre id="${id}" tabindex="0">${text.trimEnd()}</pre></section>`
}
