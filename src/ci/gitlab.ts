import type { Nightly } from './nightly.ts'
import { block, stepsOf, yamlWord } from './steps.ts'
import { toolFrom } from './tool.ts'

/** A pipeline of GitLab CI/CD; a text template like `githubWorkflow`. */
export function gitlabPipeline(nightly: Nightly): string {
  const { qemus, shards, schedule, source } = nightly
  const { image, setUp } = toolFrom(source)
  const { play, join, report } = stepsOf(nightly)
  const shardNumbers = Array.from({ length: shards }, (_, index) => yamlWord(`${index + 1}`))
  return `# Made by: chardev-fc ci gitlab${nightly.arguments}
#
# GitLab does not read the schedule from this file: create one with '${schedule}' (Build > Pipeline schedules). To run
# it by hand, use "New pipeline"; a push does not start it. To combine it with other pipelines, include it in theirs.

.chardev-fc:
  image: ${image} # Debian: its apt has a mirror with the QEMUs of all suites
  variables:
    XDG_CACHE_HOME: $CI_PROJECT_DIR/.cache # only files in the project can be cached
  before_script:
    - ${block(setUp, 6)}
  # 2: nothing unexpected; at least one result was inconclusive. That is a warning.
  allow_failure:
    exit_codes: 2

# Guests use KVM if the runner provides /dev/kvm (devices = ["/dev/kvm"] in its config.toml). Otherwise they run under
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
    ({ value, name }) => `      - QEMU: ${yamlWord(value)}
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
    # The cache is renewed once a week, to follow the distribution's updates.
    - ${block(freshCache, 6)}
    - ${block(play, 6)}
  artifacts:
    when: always
    expire_in: 7 days
    paths:
      - shards/

# Runs even if shards failed: it reports the results there are, and fails if some are missing.
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

/** Empties the cache once a week: the keys of GitLab's caches cannot contain a date. */
const freshCache = `week=$(date +%G-%V)
[ "$(cat .cache/chardev-fc/week 2> /dev/null)" = "$week" ] || rm -rf .cache/chardev-fc
mkdir -p .cache/chardev-fc
echo "$week" > .cache/chardev-fc/week`
