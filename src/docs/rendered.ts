import { Marked, Renderer, type Token } from 'marked'
import { Markup } from '../report/page/markup.ts'
import { anchors } from './anchors.ts'

/** A page of Markdown as HTML. */
export interface Rendered {
  /** The text of its first heading; empty without one. */
  readonly title: string
  readonly body: Markup
}

const { code, link, table } = Renderer.prototype

/**
 * Renders GitHub's Markdown. `target` says where a link leads; where it says null, only the text of the link is left. HTML
 * in the page is taken over: the pages are our own.
 */
export function rendered(text: string, target: (href: string) => string | null): Rendered {
  const anchorOf = anchors()
  let title = ''
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth }) {
        const plain = plainText(tokens)
        if (title === '') title = plain
        return `<h${depth} id="${anchorOf(plain)}">${this.parser.parseInline(tokens)}</h${depth}>\n`
      },
      link(token) {
        const href = target(token.href)
        return href === null ? this.parser.parseInline(token.tokens) : link.call(this, { ...token, href })
      },
      // What is wider than a narrow window scrolls by itself, also by the keyboard.
      code(token) {
        return code.call(this, token).replace('<pre>', '<pre tabindex="0">')
      },
      table(token) {
        return `<div class="wide" tabindex="0">${table.call(this, token)}</div>\n`
      },
    },
  })
  const body = new Markup(marked.parse(text, { async: false }))
  return { title, body }
}

function plainText(tokens: readonly Token[]): string {
  return tokens
    .map(token => {
      if (token.type === 'html') return ''
      if ('tokens' in token && token.tokens !== undefined) return plainText(token.tokens)
      return 'text' in token ? String(token.text) : ''
    })
    .join('')
}
