import type { JudgedStory } from './judged-story.fixture.ts'
import {
  at,
  begin,
  content,
  cut,
  died,
  end,
  exited,
  peer,
  read,
  samples,
  started,
  story,
  well,
  zeroBytes,
} from './story.fixture.ts'
import { blocked, drained, frozenStart, goodEnd } from './story-scenes.fixture.ts'

const killed = (signal: string) =>
  story(
    begin(),
    blocked.filter(({ at }) => at < 3050),
    well(1000, 3050),
    died(3100, { signal }),
    cut(3101, 'exit'),
    content(3200, [zeroBytes(0)]),
    end(3200),
  )

/** Runs that ended before their time, or too soon to tell. */
export const endStories: { readonly [name: string]: JudgedStory } = {
  'boot-frozen': {
    history: story(
      begin().slice(0, 2),
      at(60_000, { kind: 'cut', by: 'trouble', why: 'the guest did not come up' }),
    ),
    said: {
      outcome: 'error',
      because: 'the guest did not come up',
      findings: { alive: 'inconclusive', played: 'inconclusive' },
    },
  },
  'crash-fault': {
    history: killed('SIGSEGV'),
    said: {
      outcome: 'fail',
      symptom: 'crash',
      expected: false,
      because: 'by SIGSEGV',
      findings: { alive: 'fail', resumes: 'inconclusive', intact: 'inconclusive' },
    },
  },
  killed: {
    // By whoever has the right to, the kernel's OOM killer among them.
    history: killed('SIGKILL'),
    said: {
      outcome: 'inconclusive',
      because: 'by SIGKILL .*; that signal came from outside',
      findings: { alive: 'inconclusive', resumes: 'inconclusive', intact: 'inconclusive' },
    },
  },
  'crash-panic': {
    history: story(
      begin(),
      frozenStart,
      well(1000, 2800),
      died(3100, { panic: 'Kernel panic - not syncing: sysrq' }),
      cut(3101, 'exit'),
      end(3200),
    ),
    said: {
      outcome: 'fail',
      symptom: 'crash',
      expected: false,
      because: "kernel panicked: 'Kernel panic",
      findings: { alive: 'fail' },
    },
  },
  interrupted: {
    // Ctrl-C reaches QEMU too: its end is no crash.
    history: story(begin(), blocked, well(1000, 3600), died(3601), cut(3602, 'signal'), end(3700)),
    said: {
      outcome: 'inconclusive',
      because: 'signal',
      findings: { alive: 'inconclusive', stalled: 'pass' },
    },
  },
  'short-writer': {
    history: story(
      begin(),
      well(1000, 3500),
      peer(2100, 'opened'),
      started(2200),
      samples(2210, 2220, 4096, { state: 'R', waitsIn: '0' }),
      exited(2250),
      peer(2300, 'reading'),
      read(2310, 4096),
      content(3500, [zeroBytes(4096)]),
      end(3500),
    ),
    said: {
      outcome: 'inconclusive',
      because: 'fit into the buffers on the way',
      findings: { alive: 'pass', stalled: 'inconclusive', resumes: 'inconclusive', intact: 'inconclusive' },
    },
  },
  'wrong-exit': {
    history: story(
      begin(),
      blocked,
      drained.filter(({ kind }) => kind !== 'job'),
      exited(3900, 1),
      goodEnd,
      well(1000, 4400),
    ),
    said: {
      outcome: 'fail',
      expected: false,
      because: 'job1 exited with status 1',
      findings: { exits: 'fail', alive: 'pass' },
    },
  },
  'broken-off': {
    // chardev-fc itself was killed.
    history: story(begin(), blocked, well(1000, 3000)),
    said: {
      outcome: 'inconclusive',
      because: 'the journal breaks off',
      findings: { played: 'inconclusive', stalled: 'pass' },
    },
  },
}
