import type { Nightly } from './nightly.ts'
import { block, stepsOf, yamlWord } from './steps.ts'
import { toolFrom } from './tool.ts'

/**
 * A workflow of GitHub Actions. It is a text template, not built by a YAML library: users read, change and compare this
 * text and its comments.
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
  const { image, setUp, recipe } = toolFrom(source)
  const shardNumbers = Array.from({ length: shards }, (_, index) => index + 1)
  return `  play:
    name: play (\${{ matrix.qemu.value }}, \${{ matrix.shard }} of ${shards})
    runs-on: ubuntu-latest
    # Debian, because its apt is configured with a mirror that has the QEMUs of all Debian suites.
    container:
      image: ${image}
      # Gives the container /dev/kvm if the runner has it, which makes guests several times faster. With
      # --device /dev/kvm the job would not start on a runner without it. Remove this line on runners that you share
      # with others: guests then run under TCG.
      options: --privileged
    timeout-minutes: 120
    strategy:
      fail-fast: false
      matrix:
        qemu:
${qemus.map(({ value, name }) => `          - { value: ${yamlWord(value)}, name: ${yamlWord(name)} }`).join('\n')}
        shard: [${shardNumbers.join(', ')}]
    env:
      QEMU: \${{ matrix.qemu.value }}
      NAME: \${{ matrix.qemu.name }}
      SHARD: \${{ matrix.shard }}
    steps:
${getTool(setUp)}
      # The cache is renewed once a week, to follow the distribution's updates.
      - name: Get the current week
        id: week
        run: date +week=%G-%V >> "$GITHUB_OUTPUT"
      - id: cache
        uses: actions/cache/restore@v5
        with:
          path: |
            ~/.cache/chardev-fc/images
            ~/.cache/chardev-fc/qemu
          key: chardev-fc-\${{ matrix.qemu.name }}-\${{ hashFiles('${recipe}') }}-\${{ steps.week.outputs.week }}
      - name: Run the cases
        run: ${block(ended(stepsOf(nightly).play), 10)}
      # The cache is saved even if the run failed.
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
          overwrite: true # when failed jobs are re-run
          retention-days: 7
`
}

function mergeJob(nightly: Nightly): string {
  const { image, setUp } = toolFrom(nightly.source)
  const { join, report } = stepsOf(nightly)
  return `  merge:
    needs: play
    # Runs even if shards failed: it reports the results there are, and fails if some are missing.
    if: \${{ !cancelled() }}
    runs-on: ubuntu-latest
    container: ${image}
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

/** The checkout also removes the `shards` that an earlier run left on a self-hosted runner. */
function getTool(setUp: string): string {
  return `      - uses: actions/checkout@v5
      - name: Get chardev-fc
        run: ${block(setUp, 10)}`
}

/** GitHub has no third outcome for a step, so inconclusive results are warnings in the log and the annotations. */
function ended(command: string): string {
  return `code=0
${command} || code=$?
# 2: nothing unexpected; at least one result was inconclusive. That does not fail the job.
[ "$code" -eq 2 ] || exit "$code"`
}
