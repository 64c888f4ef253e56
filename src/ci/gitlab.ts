import type { Nightly } from './nightly.ts'
import { block, stepsOf, yamlWord } from './steps.ts'

/** A pipeline of GitLab CI/CD: written as text for the reason that the workflow of GitHub is. */
export function gitlabPipeline(nightly: Nightly): string {
  const { qemus, shards, schedule } = nightly
  const { setUp, play, join, report } = stepsOf(nightly)
  const shardNumbers = Array.from({ length: shards }, (_, index) => yamlWord(`${index + 1}`))
  return `# Made by: chardev-fc ci gitlab${nightly.arguments}
#
# GitLab keeps the time outside of this file: make a schedule '${schedule}' (Build > Pipeline schedules). By hand it is
# started with "New pipeline"; a push starts nothing. To keep it beside other pipelines, include it in theirs.

.chardev-fc:
  image: node:22-bookworm-slim # Debian: its apt knows the mirror that the QEMUs of all suites come from
  variables:
    XDG_CACHE_HOME: $CI_PROJECT_DIR/.cache # only what lies in the project can be cached
  before_script:
    - ${setUp}
  # 2: nothing is unexpected, but something proves nothing. That is a warning.
  allow_failure:
    exit_codes: 2

# /dev/kvm is used where the runner lets it in (devices = ["/dev/kvm"] in its config.toml); elsewhere guests run under
# TCG, several times slower.
chardev-fc play:
  extends: .chardev-fc
  stage: test
  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule" || $CI_PIPELINE_SOURCE == "web"
  timeout: 2 hours
  parallel:
    matrix:
${qemus
  .map(
    ({ word, name }) => `      - QEMU: ${yamlWord(word)}
        NAME: ${yamlWord(name)}
        SHARD: [${shardNumbers.join(', ')}]`,
  )
  .join('\n')}
  cache:
    key: chardev-fc-$NAME
    when: always
    paths:
      - .cache/chardev-fc/week
      - .cache/chardev-fc/images
      - .cache/chardev-fc/qemu
  script:
    # Distributions move: the guest image and the QEMU are fetched anew once a week.
    - ${block(freshCache, 6)}
    - ${block(play, 6)}
  artifacts:
    when: always
    expire_in: 7 days
    paths:
      - shards/

# Also when shards have failed: what is there is reported, and what is missing makes this job fail.
chardev-fc merge:
  extends: .chardev-fc
  stage: .post
  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule" || $CI_PIPELINE_SOURCE == "web"
      when: always
  timeout: 30 minutes
  cache:
    key: chardev-fc-history
    when: always
    paths:
      - history/
  script:
    - ${block(`${join}\n${report}`, 6)}
  artifacts:
    when: always
    expose_as: chardev-fc
    paths:
      - report/
    reports:
      junit: report/junit.xml
`
}

/** The keys of GitLab's caches know no date. */
const freshCache = `week=$(date +%G-%V)
[ "$(cat .cache/chardev-fc/week 2> /dev/null)" = "$week" ] || rm -rf .cache/chardev-fc
mkdir -p .cache/chardev-fc
echo "$week" > .cache/chardev-fc/week`
