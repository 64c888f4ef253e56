import { dataStories } from './story-data.fixture.ts'
import { doubtStories } from './story-doubts.fixture.ts'
import { endStories } from './story-ends.fixture.ts'
import { freezeStories } from './story-freezes.fixture.ts'
import type { ToldStory } from './told-story.fixture.ts'

/** All stories, by name. */
export const allStories: { readonly [name: string]: ToldStory } = {
  ...freezeStories,
  ...doubtStories,
  ...endStories,
  ...dataStories,
}
