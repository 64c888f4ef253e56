import { readFileSync } from 'node:fs'

/** The parts that are the same in every script, in order. */
export function scriptParts(): string {
  const host = part('host.sh').replace('@host.py@\n', () => part('host.py'))
  return [part('frame.sh'), host, part('guest.sh'), part('watch.sh'), part('verdict.sh')].join('\n')
}

/** Lies in the sources: tsc copies nothing to dist. */
function part(name: string): string {
  return readFileSync(new URL(`../../../src/run/script/${name}`, import.meta.url), 'utf8')
}
