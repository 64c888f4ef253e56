import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../../images/package-root.ts'
import { pageSet } from '../../docs/page-set.ts'
import { placeOf } from '../../docs/place.ts'
import { writeNewFolder } from '../new-folder.ts'
import { out } from '../terminal/output.ts'

const browser = 'src/report/page/browser'
const styles = [`${browser}/colours.css`, `${browser}/base.css`, 'src/docs/docs.css']

/** `chardev-fc docs DIR`: the pages of the package as a page set. Throws UsageError for a folder that is not empty. */
export function docs(folder: string): void {
  const root = packageRoot()
  const read = (path: string) => readFileSync(join(root, path), 'utf8')
  const paths = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...filesBelow(root, 'docs').toSorted()]
  const isPage = (path: string) => path.endsWith('.md')
  const others = paths.filter(path => !isPage(path))
  const sources = paths.filter(isPage).map(path => ({ path, text: read(path) }))
  const pages = pageSet(sources, others, styles.map(read).join('\n'))
  const copies = others.map(path => ({ path: placeOf(path), text: read(path) }))
  writeNewFolder(folder, [...pages, ...copies])
  out.print(`${join(folder, 'index.html')}\n`)
}

/** Without hidden files, such as an editor's. */
function filesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return filesBelow(root, path)
    return entry.name.startsWith('.') ? [] : [path]
  })
}
