import { createHash } from 'node:crypto'
import { UsageError } from '../model/errors.ts'
import { median } from '../model/value/median.ts'

/** One part of a plan that several machines share; the first has index 1. */
export interface Shard {
  readonly index: number
  readonly of: number
}

/** What is known of a play before it is played. */
export interface Weighed {
  /** The same on every machine. */
  readonly key: string
  /** How long it took in the past; null: not known. */
  readonly seconds: number | null
}

const most = 1000

/** Reads `2/3`. Throws UsageError. */
export function shardFrom(text: string): Shard {
  const [, index = 0, of = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number)
  if (index < 1 || index > of || of > most)
    throw new UsageError(`--shard: expected I/N such as 1/3 (N at most ${most}), got '${text}'`)
  return { index, of }
}

/**
 * The items of one shard, in their order. Every item is in exactly one of the shards, on whichever machine it is asked,
 * as long as the items and what is known of them are the same. The longest are dealt first, each to whom has least; so
 * where nothing is known, the shards differ by one item at most.
 */
export function inShard<Item extends Weighed>(items: readonly Item[], { index, of }: Shard): Item[] {
  const usual = median(items.flatMap(({ seconds }) => seconds ?? [])) ?? 1
  const weighed = items.map(item => ({ item, weight: item.seconds ?? usual, hash: hash(item.key) }))
  const loads = Array.from({ length: of }, () => ({ seconds: 0, items: new Set<Item>() }))
  for (const { item, weight } of weighed.toSorted(
    (a, b) => b.weight - a.weight || (a.hash < b.hash ? -1 : 1),
  )) {
    const least = loads.reduce((best, load) => (isLess(load, best) ? load : best))
    least.seconds += weight
    least.items.add(item)
  }
  const own = loads[index - 1]?.items
  return items.filter(item => own?.has(item))
}

function isLess(one: Load, other: Load): boolean {
  return one.seconds === other.seconds ? one.items.size < other.items.size : one.seconds < other.seconds
}

interface Load {
  readonly seconds: number
  readonly items: ReadonlySet<unknown>
}

function hash(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}
