import { toJsonSchema } from '@valibot/to-json-schema'

const published = 'https://json-schema.org/draft/2020-12/schema'

/**
 * The published JSON Schemas, generated from the schemas that check the data: text by file name.
 *
 * @returns {Promise<Record<string, string>>}
 */
export async function jsonSchemas() {
  const load = name => import(`../dist/src/${name}.js`)
  const [document, result, verdict, journal, report, log] = await Promise.all(
    [
      ...['model/contract/document', 'model/contract/result', 'model/contract/verdict'],
      ...['model/contract/journal', 'model/contract/bisect-report', 'bisect/log'],
    ].map(load),
  )
  const { finding, freeze, numbers, outcome, plainFinding, symptom } = verdict
  const shared = { outcome, symptom, numbers, freeze, finding, plainFinding }
  const {
    resultsDocument,
    event,
    testRunLine,
    cellLine,
    differenceDocument,
    doctorDocument,
    exploreDocument,
  } = document
  return {
    'results.schema.json': text(
      'chardev-fc results, schema 2',
      'What --json and --report json write. The lines of --report jsonl are $defs/event; those of results.jsonl are $defs/roundLine (the first) and $defs/cellLine; what diff --json, doctor --json and explore --json write is $defs/difference, $defs/doctor and $defs/explore. Fields may be added in schema 2; a change of one that is there makes schema 3.',
      resultsDocument,
      {
        ...shared,
        qemu: result.cellQemu,
        result: result.publicResult,
        event,
        roundLine: testRunLine,
        cellLine,
        difference: differenceDocument,
        doctor: doctorDocument,
        explore: exploreDocument,
      },
    ),
    'journal.schema.json': text(
      'A line of a journal of chardev-fc, schema 2',
      'journal.jsonl in a run directory, journal.jsonl.gz in a folder of --results: one observation a line, in order of time; the first has kind run.',
      journal.observation,
      { qemu: result.cellQemu },
    ),
    'bisect.schema.json': text(
      'The report of chardev-fc bisect, schema 2',
      'What bisect --json and --report json write; the lines of its log (bisect log) are $defs/logLine.',
      report.bisectReport,
      { ...shared, revisionName: report.revisionName, side: report.side, logLine: log.logLine },
    ),
  }
}

function text(title, description, schema, definitions) {
  const {
    $schema: _,
    $defs,
    ...rest
  } = toJsonSchema(schema, {
    target: 'draft-2020-12',
    definitions,
    // What only code checks is in the descriptions. What our readers take at most is no part of the format.
    ignoreActions: ['check', 'finite', 'readonly', 'max_length', 'max_value'],
    overrideSchema: ({ valibotSchema }) => (valibotSchema.type === 'custom' ? {} : undefined),
  })
  return `${JSON.stringify({ $schema: published, title, description, ...rest, $defs }, withoutLimits, 2)}\n`
}

/** No number that we write is negative enough for the limit of `number` in src/model/contract/schema.ts. */
function withoutLimits(key, value) {
  return key === 'minimum' && value < 0 ? undefined : value
}
