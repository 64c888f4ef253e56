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
    ...(await measuredTable(cases, measured)),
    '',
    '## What changed, release by release',
    '',
    ...(await changes(cases)),
    '',
    '## Each case',
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
  const { whereKnown } = await import('../dist/src/model/case/known.js')
  return known.map(one => `${one.symptom} on ${whereKnown(one)}`).join(', ') || 'passes'
}

async function measuredTable(cases, { how, versions }) {
  const { compareVersions } = await import('../dist/src/model/value/version.js')
  const names = Object.keys(versions).sort(compareVersions)
  const cell = seen => (seen === undefined ? '–' : (seen.symptom ?? seen.outcome))
  return [
    how,
    '',
    `| case | ${names.join(' | ')} |`,
    `|---|${names.map(() => '---|').join('')}`,
    ...cases.map(({ id }) => `| ${id} | ${names.map(name => cell(versions[name][id])).join(' | ')} |`),
  ]
}

/** Where the documented failures begin and end: QEMU's history, as far as the cases tell it. */
async function changes(cases) {
  const { compareVersions } = await import('../dist/src/model/value/version.js')
  const byChange = new Map()
  for (const { id, known = [] } of cases) {
    for (const { qemu, symptom, why } of known) {
      for (const [, sign, version] of qemu.matchAll(/(>=|<)\s*([\d.]+)/g)) {
        const what = `| ${version} | ${symptom} ${sign === '<' ? 'ends' : 'begins'} | ${why} |`
        const change = byChange.get(what) ?? { version, what, ids: [] }
        byChange.set(what, { ...change, ids: [...change.ids, id] })
      }
    }
  }
  const sorted = [...byChange.values()].sort((a, b) => compareVersions(a.version, b.version))
  return [
    '| QEMU | what | why it fails | cases |',
    '|---|---|---|---|',
    ...sorted.map(({ what, ids }) => `${what} ${ids.join(', ')} |`),
  ]
}

async function section(one, { versions }) {
  const source = await readFile(`${root}/cases/${one.id}.ts`, 'utf8')
  const comment = /\/\*\*\n((?: \*.*\n)+?) \*\/\nexport default/.exec(source)?.[1] ?? ''
  const text = comment.replaceAll(/^ \* ?/gm, '').trim()
  const { whereKnown } = await import('../dist/src/model/case/known.js')
  const known = (one.known ?? []).map(each => `- **${each.symptom}** on ${whereKnown(each)}: ${each.why}`)
  const failures = seenFailures(one.id, versions)
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

/** One line for each symptom: the versions on which it was seen, and what was said of it last. */
function seenFailures(id, versions) {
  const bySymptom = new Map()
  for (const [version, { [id]: seen }] of Object.entries(versions)) {
    if (seen?.symptom === undefined) continue
    const { on } = bySymptom.get(seen.symptom) ?? { on: [] }
    bySymptom.set(seen.symptom, { on: [...on, version], because: seen.because })
  }
  return [...bySymptom].map(([symptom, { on, because }]) => {
    const last = on.length > 1 ? `; on ${on.at(-1)}` : ''
    return `- ${symptom} seen on ${on.join(', ')}${last}: ${because}`
  })
}
