import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { journalText } from '../journal-text.ts'
import { allStories } from './all-stories.fixture.ts'

// Stores new stories, from the repository's root: node dist/src/judge/stories/story-writer.fixture.js
// Those that are stored stay as they are: their first lines are of schema 1, which must stay readable.
const folder = join('fixtures', 'journals', 'stories')
for (const [name, { history }] of Object.entries(allStories)) {
  const path = join(folder, `${name}.jsonl`)
  if (!existsSync(path)) writeFileSync(path, journalText(history))
}
const index = Object.fromEntries(Object.entries(allStories).map(([name, { said }]) => [name, said]))
writeFileSync(join(folder, 'index.json'), `${JSON.stringify(index, null, 2)}\n`)
