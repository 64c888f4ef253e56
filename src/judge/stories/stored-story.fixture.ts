import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { History } from '../../model/contract/observation.ts'
import { parseJournal } from '../journal-text.ts'

/** The journal of a story as it is stored in fixtures/journals/stories. */
export function storedStory(name: string): History {
  const path = join(process.cwd(), 'fixtures', 'journals', 'stories', `${name}.jsonl`)
  return parseJournal(readFileSync(path, 'utf8'))
}
