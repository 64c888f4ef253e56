import type { Observation } from '../../model/contract/observation.ts'
import {
  at,
  begin,
  content,
  cut,
  end,
  exited,
  peer,
  read,
  revive,
  samples,
  started,
  threads,
  zeroBytes,
} from './story.fixture.ts'

/** Bytes that the stories' writer sends in all, and those that fit before it blocks. */
export const all = 1_048_576
export const fits = 720_896

const wanted = (ms: number): Observation => at(ms, { kind: 'wanted', job: 'job1', code: 0 })

/** The writer blocks at 2.3 s; the proof is complete at 2.8 s. */
export const blocked = [peer(2100, 'opened'), started(2200), samples(2300, 3600, fits)].flat()
/** The host reads from 3.6 s on, and the writer ends. */
export const drained = [
  peer(3600, 'reading'),
  samples(3650, 3800, 900_000),
  read(3700, fits),
  read(3900, all - fits, all),
  exited(3900),
  wanted(3950),
].flat()
export const goodEnd = [content(4400, [zeroBytes(all)]), end(4400)]
export const goodRun = [begin(), blocked, drained, goodEnd]

/** The guest's last beat is at 3.0 s, in the midst of its writing; the run is cut at 4.8 s and the host reads at 6.0 s. */
export const frozenStart = [
  peer(2100, 'opened'),
  started(2200),
  samples(2300, 3000, 300_000, { state: 'R', waitsIn: '0' }).slice(0, 4),
].flat()
export const readsAtLast = [revive(6000), peer(6001, 'reading'), read(6020, 278)]
export const looks = {
  cut: cut(4800, 'freeze'),
  threads: threads(5900, { state: 'S', syscall: 'clock_nanosleep', cpuPercent: 6 }),
}
