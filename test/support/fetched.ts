import { equipment } from './guest.ts'
import { someChromium } from './some-chromium.ts'

/**
 * Fetches into the cache what tests with guests or pages otherwise fetch when the first of them needs it: a QEMU, the
 * guest image, a Chromium. What cannot be had is reported by those tests.
 */
export async function fetchForTests(): Promise<void> {
  await Promise.allSettled([equipment(), someChromium()])
}
