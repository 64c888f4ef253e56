import type { JudgedStory } from './judged-story.fixture.ts'
import { dataStories } from './story-data.fixture.ts'
import { doubtStories } from './story-doubts.fixture.ts'
import { endStories } from './story-ends.fixture.ts'
import { freezeStories } from './story-freezes.fixture.ts'

/** All stories, by name. */
export const allStories: { readonly [name: string]: JudgedStory } = {
  ...freezeStories,
  ...doubtStories,
  ...endStories,
  ...dataStories,
}
