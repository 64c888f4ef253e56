import type { BisectEdge, BisectReport } from '../../model/contract/bisect-report.ts'

const rev = 'a'.repeat(40)
export const good = { rev: 'b'.repeat(40), subject: 'chardev: tidy up' }
export const bad = {
  rev,
  subject: 'chardev: write at once',
  author: 'A U Thor <a@example.org>',
  date: '2026-01-02',
}

export const edge: BisectEdge = {
  ...{ from: 'pass', to: 'freeze', ...bad, release: 'v9.2.0', confidence: 0.99 },
  before: {
    ...{ ...good, outcome: 'pass', runs: 8, shown: 0, classes: [{ class: 'pass', runs: 8 }] },
    ...{ because: 'all is well', findings: [] },
  },
  after: {
    ...{ ...bad, outcome: 'fail', symptom: 'freeze', runs: 4, shown: 4, because: 'the guest stopped' },
    classes: [{ class: 'freeze', runs: 4 }],
    findings: [{ name: 'alive', outcome: 'fail', symptom: 'freeze', because: 'the guest stopped' }],
    numbers: { acceptedBytes: 278 },
    ...{ commandLine: 'qemu -M pc', dir: '/runs/1' },
  },
  alsoBefore: [],
}

/** The freeze becomes another failure, and that ends. */
const { after: frozen, before: well } = edge
const third = { rev: 'c'.repeat(40), subject: 'virtio-serial: go on' }
const stuck: BisectEdge['after'] = {
  ...{
    ...bad,
    outcome: 'fail',
    symptom: 'stuck',
    runs: 4,
    shown: 0,
    because: 'it never resumed',
    findings: [],
  },
  classes: [
    { class: 'stuck', runs: 3 },
    { class: 'pass', runs: 1 },
  ],
}
export const chain: readonly [BisectEdge, BisectEdge] = [
  {
    ...{ ...edge, from: 'freeze', to: 'stuck', after: stuck },
    before: { ...frozen, ...good },
  },
  {
    ...{ from: 'stuck', to: 'pass', confidence: 0.99, ...third },
    before: stuck,
    after: { ...well, ...third },
    alsoBefore: [],
  },
]

/** One of two revisions, indistinguishable because of skips. */
const { before, after, alsoBefore } = edge
export const several: BisectEdge = {
  ...{ from: 'pass', to: 'freeze', oneOf: [good, bad], confidence: 0.995 },
  ...{ before, after, alsoBefore },
}

/** The report of a short bisection. */
export const report: BisectReport = {
  ...{ schema: 2, tool: 'chardev-fc 0.2.0', command: ['bisect', 'unix-server', '--build', 'make -j8'] },
  ...{ case: 'unix-server', title: 'the host never reads', symptom: 'freeze', bound: 0.01 },
  edges: [edge],
  range: { before: good, after: bad },
  steps: [
    {
      ...bad,
      place: 100,
      to: 'ends',
      outcome: 'fail',
      symptom: 'freeze',
      runs: 4,
      shown: 4,
      seconds: 8,
      because: 'the guest stopped',
    },
    {
      ...good,
      place: 50,
      to: 'turn',
      outcome: 'skip',
      runs: 0,
      shown: 0,
      buildSeconds: 360,
      seconds: 0,
      because: 'the build failed',
      tail: 'main.c:1: error\nmake: ***',
      doubt: 0.5,
    },
    {
      ...good,
      to: 'check',
      outcome: 'pass',
      runs: 8,
      shown: 0,
      seconds: 9,
      because: 'all is well',
      doubt: 0.00001,
    },
  ],
  notes: ['the checkout has uncommitted changes'],
  totals: { revisions: 100, builds: 7, buildSeconds: 1200, runs: 30, runSeconds: 61.5 },
  buildCommand: 'make -j8',
  reproduction: '#!/bin/sh\necho "```"\n',
}
