import { backendsPage } from './backends-page.js'
import { casesPage } from './cases-page.js'
import { judgesPage } from './judges-page.js'
import { manPage } from './man-page.js'
import { verbsPage } from './verbs-page.js'

/**
 * The pages of docs that are made from the sources: text by file name.
 *
 * @returns {Promise<Record<string, string>>}
 */
export async function generatedPages() {
  return {
    'cases.md': await casesPage(),
    'backends.md': await backendsPage(),
    'judges.md': await judgesPage(),
    'verbs.md': await verbsPage(),
    'chardev-fc.1': await manPage(),
  }
}
