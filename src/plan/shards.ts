import { createHash } from 'node:crypto'
import { UsageError } from '../model/errors.ts'
import { inputLimits } from '../model/input-limits.ts'
import { median } from '../model/value/median.ts'

/** One part of a plan that is split between machines; the first has index 1. */
export interface Shard {
  readonly index: number
  readonly of: number
}

/** A play with its expected duration. */
export interface Weighed {
  /** The same on every machine. */
  readonly key: string
  /** Duration in past test runs; null if unknown. */
  readonly seconds: number | null
}

/** Reads `2/3`. Throws UsageError. */
export function shardFrom(text: string): Shard {
  const [, index = 0, of = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number)
  if (index < 1 || index > of || of > inputLimits.shards)
    throw new UsageError(`--shard: expected I/N such as 1/3 (N at most ${inputLimits.shards}), got '${text}'`)
  return { index, of }
}

/**
 * The items of one shard, in their order. Each item is in exactly one shard, the same on every machine that passes the
 * same items and durations. The longest items are assigned first, each to the shard with the least load. Without known
 * durations, shard sizes differ by at most one.
 */
export function inShard<Item extends Weighed>(items: readonly Item[], { index, of }: Shard): Item[] {
  const usual = median(items.flatMap(({ seconds }) => seconds ?? [])) ?? 1
  const weighed = items.map(item => ({ item, weight: item.seconds ?? usual, hash: hash(item.key) }))
  weighed.sort((a, b) => b.weight - a.weight || (a.hash < b.hash ? -1 : 1))
  const loads: Load<Item>[] = Array.from({ length: of }, () => ({ seconds: 0, items: new Set() }))
  for (const { item, weight } of weighed) {
    const least = loads.reduce((best, load) => (isLess(load, best) ? load : best))
    least.seconds += weight
    least.items.add(item)
  }
  const own = loads[index - 1]?.items
  return items.filter(item => own?.has(item))
}

interface Load<Item> {
  seconds: number
  readonly items: Set<Item>
}

function isLess(one: Load<unknown>, other: Load<unknown>): boolean {
  return one.seconds === other.seconds ? one.items.size < other.items.size : one.seconds < other.seconds
}

function hash(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}
