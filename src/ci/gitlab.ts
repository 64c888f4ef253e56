import type { Nightly } from './nightly.ts'
import { block, stepsOf, yamlWord } from './steps.ts'

/** A pipeline of GitLab CI/CD: written as text for the reason that the workflow of GitHub is. */
export function gitlabPipeline(nightly: Nightly): string {
  const { qemus, shards, schedule } = nightly
  const { setUp, play, join, report } = stepsOf(nightly)
  const shardNumbers = Array.from({ length: shards }, (_, index) => yamlWord(`${index + 1}`))
  return `# Made by: chardev-fc ci gitlab${nightly.arguments}
#
# GitLab keeps schedules outside this file: create one for '${schedule}' (Build > Pipeline schedules). To start it by hand,
# use "New pipeline"; a push starts nothing. To combine it with other pipelines, include it in theirs.

.chardev-fc:
  image: node:22-bookworm-slim # Debian's apt knows a mirror with the QEMUs of all suites
  variables:
    XDG_CACHE_HOME: $CI_PROJECT_DIR/.cache # only files in the project can be cached
  before_script:
    - ${setUp}
  # 2: nothing unexpected, something inconclusive. That is a warning.
  allow_failure:
    exit_codes: 2

# /dev/kvm is used if the runner allows it (devices = ["/dev/kvm"] in its config.toml); otherwise guests run under TCG,
# several times slower.
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
    # Downloads the guest image and the QEMU again once a week, because suites change.
    - ${block(freshCache, 6)}
    - ${block(play, 6)}
  artifacts:
    when: always
    expire_in: 7 days
    paths:
      - shards/

# Also runs when shards have failed: it reports what there is, and fails if something is missing.
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
