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
  const sections = await Promise.all(cases.map(one => section(one, measured)))
  return [
    '# The cases',
    '',
    'Made by `npm run docs` from the case files and from what `npm run measure` saw; a test holds it to both.',
    '',
    '| case | chardev | frontend | documented |',
    '|---|---|---|---|',
    ...cases.map(
      one => `| [${one.id}](#${one.id}) | ${one.chardev.name} | ${one.frontend.name} | ${documented(one)} |`,
    ),
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
  const rows = (await allCases()).map(one => `| \`${one.id}\` | ${one.title} | ${documented(one)} |\n`)
  return readme.replace(/(\| case \|.*\n\|---.*\n)(?:\|.*\n)*/, (_, heading) => heading + rows.join(''))
}

function documented({ known = [] }) {
  if (known.length === 0) return 'passes'
  return known
    .map(({ qemu, symptom }) => `${symptom} on ${qemu === '*' ? 'every QEMU' : `QEMU ${qemu}`}`)
    .join(', ')
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
  const known = (one.known ?? []).map(
    ({ qemu, symptom, why }) => `- **${symptom}** on ${qemu === '*' ? 'every QEMU' : `QEMU ${qemu}`}: ${why}`,
  )
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
