import type { Nightly } from './nightly.ts'

/** How many rounds the history keeps, the newest among them: a month of nights. */
const rounds = 30

/** Shell for `bash -e`: `command`, the last one, ends as the tool does. */
export interface Step {
  readonly before: string
  readonly command: string
}

/** The steps that do not differ from engine to engine. */
export interface Steps {
  /** Gets the tool. */
  readonly setUp: string
  /** Plays a shard: takes $QEMU, $NAME and $SHARD, leaves `shards/$NAME/$SHARD`. */
  readonly play: Step
  /** Joins all `shards/NAME/SHARD`, leaves `report/`, adds to `history/`. `reports`: more options `--report`. */
  merge(reports?: string): Step
}

/** The steps of a nightly round. */
export function stepsOf({ qemus, shards, selection, source }: Nightly): Steps {
  const isCheckout = source.kind === 'checkout'
  const tool = isCheckout ? 'bin/chardev-fc.js' : 'chardev-fc'
  return {
    setUp: isCheckout ? 'npm start -- --version' : `npm install --global chardev-fc@${source.version}`,
    play: {
      before: 'rm -rf shards',
      command: `${tool} matrix --qemu "$QEMU"${selection} --shard "$SHARD/${shards}" \\
  --retry-inconclusive 2 --results "shards/$NAME/$SHARD"`,
    },
    merge: (reports = '') => ({
      before: `rm -rf versions report
mkdir -p report history
# Night by night it would grow for ever.
find history -mindepth 1 -maxdepth 1 | sort | head -n -${rounds - 1} | xargs -r rm -r
for name in ${qemus.map(({ name }) => name).join(' ')}; do
  # What is missing is told by the last command: it knows how many versions there should be.
  ${tool} merge "shards/$name"/* --results "versions/$name" > /dev/null || true
done`,
      command: `${tool} merge versions/* --parts ${qemus.length} --results report/results --history history \\
  --report html=report/page.html --report junit=report/junit.xml${reports === '' ? '' : ` ${reports}`}`,
    }),
  }
}

/** A text as a block scalar of YAML whose lines stand so many spaces deep. */
export function block(text: string, spaces: number): string {
  return `|\n${text.replace(/^(?=.)/gm, ' '.repeat(spaces))}`
}
