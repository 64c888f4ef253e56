import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * The page docs/cases.md, from the cases themselves and from docs/measured.json (npm run measure).
 *
 * @returns {Promise<string>}
 */
export async function casesPage() {
  const { allCases } = await import('../dist/src/plan/catalogue.js')
  const cases = await allCases()
  const measured = JSON.parse(await readFile(`${root}/docs/measured.json`, 'utf8'))
  const row = async ({ id, chardev, frontend, ...one }) =>
    `| [${id}](#${id}) | ${chardev.name} | ${frontend.name} | ${await documented(one)} |`
  const rows = await Promise.all(cases.map(row))
  const sections = await Promise.all(cases.map(one => section(one, measured)))
  return [
    '# The cases',
    '',
    'Made by `npm run docs` from the case files and from what `npm run measure` saw; a test holds it to both.',
    '',
    '| case | chardev | frontend | documented |',
    '|---|---|---|---|',
    ...rows,
    '',
    '## Measured',
    '',
    ...measuredTable(cases, measured),
    '',
    ...sections,
  ].join('\n')
}

/**
 * README with its table of cases renewed: the one whose heading begins with `| case |`.
 *
 * @param {string} readme
 * @returns {Promise<string>}
 */
export async function withCasesTable(readme) {
  const { allCases } = await import('../dist/src/plan/catalogue.js')
  const row = async one => `| \`${one.id}\` | ${one.title} | ${await documented(one)} |\n`
  const rows = await Promise.all((await allCases()).map(row))
  return readme.replace(/(\| case \|.*\n\|---.*\n)(?:\|.*\n)*/, (_, heading) => heading + rows.join(''))
}

async function documented({ known = [] }) {
  const { whereKnown } = await import('../dist/src/model/known.js')
  return known.map(one => `${one.symptom} on ${whereKnown(one)}`).join(', ') || 'passes'
}

function measuredTable(cases, { how, versions }) {
  const names = Object.keys(versions)
  return [
    how,
    '',
    `| case | ${names.join(' | ')} |`,
    `|---|${names.map(() => '---|').join('')}`,
    ...cases.map(({ id }) => `| ${id} | ${names.map(name => cell(versions[name][id])).join(' | ')} |`),
  ]
}

/** Outcome, and the bytes that were accepted before the writer was blocked. */
function cell(seen) {
  if (seen === undefined) return '–'
  const outcome = seen.symptom ?? seen.outcome
  return seen.acceptedBytes === undefined
    ? outcome
    : `${outcome}, ${seen.acceptedBytes.toLocaleString('en')} B`
}

async function section(one, { versions }) {
  const source = await readFile(`${root}/cases/${one.id}.ts`, 'utf8')
  const comment = /\/\*\*\n((?: \*.*\n)+?) \*\/\nexport default/.exec(source)?.[1] ?? ''
  const text = comment.replaceAll(/^ \* ?/gm, '').trim()
  const { whereKnown } = await import('../dist/src/model/known.js')
  const known = (one.known ?? []).map(each => `- **${each.symptom}** on ${whereKnown(each)}: ${each.why}`)
  const failures = Object.entries(versions).flatMap(([version, seen]) => {
    const because = seen[one.id]?.symptom === undefined ? undefined : seen[one.id].because
    return because === undefined ? [] : [`- seen on ${version}: ${because}`]
  })
  return [
    `### ${one.id}`,
    '',
    `${one.title}.`,
    ...(one.page === undefined ? [] : [`Of the page: *${one.page}*.`]),
    '',
    text,
    '',
    ...(known.length + failures.length === 0 ? [] : [...known, ...failures, '']),
  ].join('\n')
}
