import { shellWord } from '../model/value/shell-word.ts'
import type { Package, Source } from './source.ts'

/** How a job of the workflow gets the tool and calls it. */
export interface Tool {
  /** Debian, because its apt is configured with a mirror that has the QEMUs of all Debian suites. */
  readonly image: string
  /** Lines for `bash -e` that install it in the job's folder, without root. */
  readonly setUp: string
  readonly command: string
  /** A glob for the files that the guest image depends on. */
  readonly recipe: string
}

/** The job's folder for the tool. */
const folder = '.chardev-fc'
const slim = 'node:22-bookworm-slim'

/** How jobs get the tool from a source. */
export function toolFrom(source: Source): Tool {
  switch (source.kind) {
    case 'checkout':
      return {
        image: slim,
        setUp: 'npm start -- --version',
        command: 'bin/chardev-fc.js',
        recipe: 'images/**',
      }
    case 'git':
      return {
        // The slim image has no git.
        image: 'node:22-bookworm',
        setUp: `git init --quiet ${folder}
git -C ${folder} fetch --quiet --depth 1 ${shellWord(source.url)} ${shellWord(source.rev)}
git -C ${folder} checkout --quiet --detach --force FETCH_HEAD
npm --prefix ${folder} start -- --version`,
        command: `${folder}/bin/chardev-fc.js`,
        recipe: `${folder}/images/**`,
      }
    case 'file':
    case 'download':
    case 'published':
      return {
        image: slim,
        setUp: installed(source),
        command: `${folder}/bin/chardev-fc`,
        recipe: `${folder}/lib/**/images/**`,
      }
  }
}

/** Packages need none of their install scripts. */
function installed({ kind, spec, sum }: Package): string {
  const install = `npm install --global --prefix ${folder} --ignore-scripts`
  if (sum === null) return `${install} ${shellWord(spec)}`
  const check = `${sum.program} --check --quiet`
  if (kind === 'file')
    return `echo ${shellWord(`${sum.hex}  ${spec}`)} | ${check}\n${install} ${shellWord(spec)}`
  return `mkdir -p ${folder}
tgz=./${folder}/$(npm pack --silent --ignore-scripts --pack-destination ${folder} ${shellWord(spec)})
echo "${sum.hex}  $tgz" | ${check}
${install} "$tgz"`
}
