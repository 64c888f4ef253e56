import type { Nightly } from './nightly.ts'
import { toolFrom } from './tool.ts'

/** The number of test runs that the history keeps: a month of nights. */
const testRuns = 30

/** The steps that are the same for all engines, for `bash -e`. `play` and `report` exit like the tool. */
export interface Steps {
  /** One command that runs a shard: it reads $QEMU, $NAME and $SHARD, and writes `shards/$NAME/$SHARD`. */
  readonly play: string
  /** Joins all `shards/NAME/SHARD` into `versions/NAME`. */
  readonly join: string
  /** One command that joins the versions, writes `report/` and adds to `history/`. */
  readonly report: string
}

/** The steps of a nightly test run. */
export function stepsOf({ qemus, shards, selection, source }: Nightly): Steps {
  const { command } = toolFrom(source)
  return {
    play: `${command} matrix --qemu "$QEMU"${selection} --shard "$SHARD/${shards}" \\
  --retry-inconclusive 2 --results "shards/$NAME/$SHARD"`,
    join: `for name in ${qemus.map(({ name }) => name).join(' ')}; do
  # The last command reports missing shards: it knows the number of versions.
  ${command} merge "shards/$name"/* --results "versions/$name" > /dev/null || true
done
mkdir -p report history
# Keep the history from growing without limit.
find history -mindepth 1 -maxdepth 1 | sort | head -n -${testRuns - 1} | xargs -r rm -r`,
    report: `${command} merge versions/* --parts ${qemus.length} --results report/results --history history \\
  --report html=report/page.html --report junit=report/junit.xml`,
  }
}

/** Text as a YAML block scalar, indented by `spaces`. */
export function block(text: string, spaces: number): string {
  return `|\n${text.replace(/^(?=.)/gm, ' '.repeat(spaces))}`
}

/**
 * Text as a single-quoted YAML scalar (1.2, 7.3.2), in which only the quote is special. The text must have no control
 * characters and no line breaks.
 */
export function yamlWord(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
