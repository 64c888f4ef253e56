import t from 'tap'
import { at, story } from '../stories/story.fixture.ts'
import { refuses } from './refuses.ts'

const of = (...words: readonly (string | null)[]) =>
  refuses().judge(
    story(...words.map((words, ms) => at(ms, { kind: 'refusal', command: 'chardev-remove', words }))),
  )

void t.test('QEMU must refuse every such command', async t => {
  t.match(of('busy'), { outcome: 'pass', because: "QEMU refused it: 'busy'" })
  t.match(of('busy', null, 'busy'), {
    outcome: 'fail',
    because: "QEMU executed 'chardev-remove', which it must refuse",
  })
})
