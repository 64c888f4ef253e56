import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { PageAssets } from '../../report/page/shell.ts'

const { resolve } = createRequire(import.meta.url)
/** They are read, not compiled: a browser runs them. Each comes behind those that it imports. */
const modules = [
  'colour.js',
  'bytes-text.js',
  'lanes.js',
  'curves.js',
  'reading.js',
  'view.js',
  'touch-zoom.js',
  'time-line.js',
  'page.js',
]

const styles = ['colours.css', 'page.css', 'grid.css', 'cell.css', 'bisect.css']

/** What the HTML page brings along: uPlot, which draws its time lines, and our own script and style. */
export function pageAssets(): PageAssets {
  const library = read(resolve('uplot/dist/uPlot.iife.min.js'))
  return {
    style: [read(resolve('uplot/dist/uPlot.min.css')), ...styles.map(own)].join('\n'),
    script: `${library}\n;(() => {\n'use strict'\n${modules.map(name => plain(own(name))).join('\n')}})()\n`,
  }
}

/**
 * A module of ours as a part of one script: what it imports stands before it. A file that was opened as such
 * (file://) may not import others.
 */
function plain(module: string): string {
  return module.replace(/^import .*?from '[^']+'\n/gms, '').replace(/^export /gm, '')
}

function own(name: string): string {
  return read(new URL(`../../../../src/report/page/browser/${name}`, import.meta.url))
}

function read(path: string | URL): string {
  return readFileSync(path, 'utf8')
}
