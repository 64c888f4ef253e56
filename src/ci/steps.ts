import type { Nightly } from './nightly.ts'

/** How many test runs the history keeps, the newest among them: a month of nights. */
const testRuns = 30

/** The steps that do not differ from engine to engine, for `bash -e`; what plays or merges ends as the tool does. */
export interface Steps {
  /** Gets the tool. */
  readonly setUp: string
  /** Plays a shard, one command: takes $QEMU, $NAME and $SHARD, leaves `shards/$NAME/$SHARD`. */
  readonly play: string
  /** Leaves `versions/NAME` of all `shards/NAME/SHARD`. */
  readonly join: string
  /** Joins the versions, one command: leaves `report/`, adds to `history/`. */
  readonly report: string
}

/** The steps of a nightly test run. */
export function stepsOf({ qemus, shards, selection, source }: Nightly): Steps {
  const isCheckout = source.kind === 'checkout'
  const tool = isCheckout ? 'bin/chardev-fc.js' : 'chardev-fc'
  return {
    setUp: isCheckout ? 'npm start -- --version' : `npm install --global chardev-fc@${source.version}`,
    play: `${tool} matrix --qemu "$QEMU"${selection} --shard "$SHARD/${shards}" \\
  --retry-inconclusive 2 --results "shards/$NAME/$SHARD"`,
    join: `for name in ${qemus.map(({ name }) => name).join(' ')}; do
  # The last command reports what is missing: it knows how many versions there should be.
  ${tool} merge "shards/$name"/* --results "versions/$name" > /dev/null || true
done
mkdir -p report history
# Keeps the history from growing without limit.
find history -mindepth 1 -maxdepth 1 | sort | head -n -${testRuns - 1} | xargs -r rm -r`,
    report: `${tool} merge versions/* --parts ${qemus.length} --results report/results --history history \\
  --report html=report/page.html --report junit=report/junit.xml`,
  }
}

/** A text as a block scalar of YAML whose lines stand so many spaces deep. */
export function block(text: string, spaces: number): string {
  return `|\n${text.replace(/^(?=.)/gm, ' '.repeat(spaces))}`
}

/**
 * Text as a single-quoted scalar of YAML (1.2, 7.3.2), in which nothing but the quote means anything. For text
 * without control characters and line breaks.
 */
export function yamlWord(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
