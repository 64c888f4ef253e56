import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { PageAssets } from '../../report/page/shell.ts'

const { resolve } = createRequire(import.meta.url)
/** Modules for the browser, which are not compiled. Each follows those that it imports. */
const modules = [
  'time-line/colour.js',
  'time-line/bytes-text.js',
  'time-line/lanes.js',
  'time-line/curves.js',
  'time-line/reading.js',
  'time-line/view.js',
  'time-line/touch-zoom.js',
  'time-line/picture.js',
  'time-line/time-line.js',
  'copy.js',
  'filter.js',
  'keys.js',
  'links.js',
  'page.js',
]

const styles = [
  'colours.css',
  'base.css',
  'page.css',
  'overview.css',
  'filter.css',
  'grid.css',
  'cell.css',
  'bisect.css',
]

/** The script and style of the HTML page: uPlot, which draws its time lines, and our own. */
export function pageAssets(): PageAssets {
  const [library, libraryStyle] = ['iife.min.js', 'min.css'].map(end =>
    readFileSync(resolve(`uplot/dist/uPlot.${end}`), 'utf8'),
  )
  return {
    style: [libraryStyle, ...styles.map(own)].join('\n'),
    script: `${library}\n;(() => {\n'use strict'\n${modules.map(name => plain(own(name))).join('\n')}})()\n`,
  }
}

/**
 * A module without its imports and exports, as part of one script that has the imported modules before it. A page
 * opened as a file (file://) may not import modules.
 */
function plain(module: string): string {
  return module.replace(/^import .*?from '[^']+'\n/gms, '').replace(/^export /gm, '')
}

function own(name: string): string {
  return readFileSync(new URL(`../../../../src/report/page/browser/${name}`, import.meta.url), 'utf8')
}
