import { createHash } from 'node:crypto'
import { Markup, markup } from './markup.ts'

/** The style and script inlined into a page, which must work from a file, without a network. */
export interface PageAssets {
  readonly style: string
  readonly script: string
}

export interface Headline {
  readonly text: string
  readonly state: 'good' | 'bad' | 'doubt'
}

/** A whole page. Its policy lets nothing run or load but the assets. `below` follows the headline. */
export function pageShell(
  { text, state }: Headline,
  below: Markup,
  main: Markup,
  { style, script }: PageAssets,
): string {
  const policy = `default-src 'none'; img-src data:; style-src '${hash(style)}'; script-src '${hash(script)}'`
  const page = markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${text} · chardev-fc</title>
<link rel="icon" href="data:image/svg+xml,${icon(state)}">
<style>${new Markup(style)}</style></head><body>
<header><h1 class="${state}">${text}</h1>
${below}</header>
<main>
${main}</main>
<script>${new Markup(script)}</script></body></html>
`
  return page.text
}

function icon(state: Headline['state']): string {
  const colour = { good: '%23188038', bad: '%23d93025', doubt: '%23b06000' }[state]
  return `%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E%3Crect width='8' height='8' rx='2' fill='${colour}'/%3E%3C/svg%3E`
}

/** A hash source of the Content Security Policy (CSP 3, 2.3.1). */
function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
