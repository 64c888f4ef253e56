import type { Nightly } from './nightly.ts'
import { block, stepsOf, yamlWord } from './steps.ts'

/**
 * A workflow of GitHub Actions. It is written as the text that it is, with some holes, and not put together by a
 * library for YAML: this text, with its comments, is what people read, change and compare.
 */
export function githubWorkflow(nightly: Nightly): string {
  return `# Made by: chardev-fc ci github${nightly.arguments}
name: chardev-fc nightly

on:
  schedule:
    - cron: ${yamlWord(nightly.schedule)} # UTC
  workflow_dispatch:

permissions:
  contents: read

defaults:
  run:
    shell: bash

jobs:
${playJob(nightly)}
${mergeJob(nightly)}`
}

function playJob(nightly: Nightly): string {
  const { qemus, shards, source } = nightly
  const { setUp, play } = stepsOf(nightly)
  const recipe = source.kind === 'checkout' ? `\${{ hashFiles('images/**') }}` : source.version
  const shardNumbers = Array.from({ length: shards }, (_, index) => index + 1)
  return `  play:
    name: play (\${{ matrix.qemu.word }}, \${{ matrix.shard }} of ${shards})
    runs-on: ubuntu-latest
    # Debian's apt knows a mirror with the QEMUs of all suites; Ubuntu's does not.
    container:
      image: node:22-bookworm-slim
      # Gives access to /dev/kvm where the runner has it, which makes guests several times faster. (With --device a job
      # would not start where there is none.) On shared runners leave it out: guests then run under TCG.
      options: --privileged
    timeout-minutes: 120
    strategy:
      fail-fast: false
      matrix:
        qemu:
${qemus.map(({ word, name }) => `          - { word: ${yamlWord(word)}, name: ${yamlWord(name)} }`).join('\n')}
        shard: [${shardNumbers.join(', ')}]
    env:
      QEMU: \${{ matrix.qemu.word }}
      NAME: \${{ matrix.qemu.name }}
      SHARD: \${{ matrix.shard }}
    steps:
${getTool(setUp)}
      # Downloads the guest image and the QEMU again once a week, because suites change.
      - name: Which week it is
        id: week
        run: date +week=%G-%V >> "$GITHUB_OUTPUT"
      - id: cache
        uses: actions/cache/restore@v5
        with:
          path: |
            ~/.cache/chardev-fc/images
            ~/.cache/chardev-fc/qemu
          key: chardev-fc-\${{ matrix.qemu.name }}-${recipe}-\${{ steps.week.outputs.week }}
      - name: Play
        run: ${block(ended(play), 10)}
      # Also after a failed run: the cache is still valid.
      - if: \${{ !cancelled() && steps.cache.outputs.cache-hit != 'true' }}
        uses: actions/cache/save@v5
        with:
          path: |
            ~/.cache/chardev-fc/images
            ~/.cache/chardev-fc/qemu
          key: \${{ steps.cache.outputs.cache-primary-key }}
      - if: \${{ always() }}
        uses: actions/upload-artifact@v6
        with:
          name: shard-\${{ matrix.qemu.name }}-\${{ matrix.shard }}
          path: shards
          overwrite: true # when failed jobs are run again
          retention-days: 7
`
}

function mergeJob(nightly: Nightly): string {
  const { setUp, join, report } = stepsOf(nightly)
  return `  merge:
    needs: play
    # Also runs when shards have failed: it reports what there is, and fails if something is missing.
    if: \${{ !cancelled() }}
    runs-on: ubuntu-latest
    container: node:22-bookworm-slim
    timeout-minutes: 30
    steps:
${getTool(setUp)}
      - uses: actions/download-artifact@v7
        with:
          pattern: shard-*
          path: shards
          merge-multiple: true
      - uses: actions/cache/restore@v5
        with:
          path: history
          key: chardev-fc-history-\${{ github.run_id }}-\${{ github.run_attempt }}
          restore-keys: chardev-fc-history-
      - name: Merge and report
        run: ${block(`${join}\n${ended(`${report} --report github=-`)}`, 10)}
      - if: \${{ !cancelled() }}
        uses: actions/cache/save@v5
        with:
          path: history
          key: chardev-fc-history-\${{ github.run_id }}-\${{ github.run_attempt }}
      - if: \${{ always() }}
        uses: actions/upload-artifact@v6
        with:
          name: report
          path: report
          overwrite: true
`
}

/** The checkout also removes what an earlier run left on an own runner: `shards` must be of this run. */
function getTool(setUp: string): string {
  return `      - uses: actions/checkout@v5
      - name: Get chardev-fc
        run: ${setUp}`
}

/** GitHub has no third outcome for a step: an inconclusive cell is a warning in the log and an annotation. */
function ended(command: string): string {
  return `code=0
${command} || code=$?
# 2: nothing unexpected; at least one result was inconclusive. That does not fail the job.
[ "$code" -eq 2 ] || exit "$code"`
}
