import t from 'tap'
import { alive, onPort, unix, virtserialport } from '../../case.ts'
import type { CaseDefinition } from '../../model/case/case.ts'
import { allCases } from '../catalogue.ts'
import { complaintAbout } from './case-shape.ts'

const good: CaseDefinition = {
  title: 'a case',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  script: () => Promise.resolve(),
  expect: [alive()],
}
const known = { qemu: '<1.5.0', symptom: 'freeze', why: 'no flow control' }

void t.test('the built-in cases are valid', async t => {
  for (const { id, ...definition } of await allCases()) t.equal(complaintAbout(definition), null, id)
})

void t.test('each error names its field', async t => {
  const { title: _, ...untitled } = good
  const faults: [unknown, string, RegExp][] = [
    [undefined, '', /expected a case/],
    [[good], '', /expected a case: .*got a list/],
    [untitled, 'title', /expected a text in one line, got nothing/],
    [{ ...good, title: ' ' }, 'title', /expected a text in one line, got " "/],
    [{ ...good, title: 'a\u{1b}[2J' }, 'title', /expected a text in one line, got "a\\u001b\[2J"/],
    [{ ...good, expects: [] }, 'expects', /did you mean 'expect'/],
    [{ ...good, timeout: 5 }, 'timeout', /no such field: the fields are title, page/],
    [{ ...good, chardev: unix }, 'chardev', /got the function unix: is it to be called/],
    [{ ...good, chardev: { ...good.chardev, prepare: 1 } }, 'chardev.prepare', /expected a function, got 1/],
    [
      { ...good, frontend: { ...good.frontend, whenFull: 'x' } },
      'frontend.whenFull',
      /one of throttles, drops, blocks the guest/,
    ],
    [{ ...good, chardev: undefined }, 'chardev', /expected a chardev such as .*, got nothing/],
    [{ ...good, known: known }, 'known', /expected a list, got an object/],
    [{ ...good, known: [known, { ...known, qemu: 'old' }] }, 'known[1].qemu', /'<1.5.0'.*got "old"/],
    [{ ...good, known: [{ ...known, symptom: 'odd' }] }, 'known[0].symptom', /one of freeze, stuck/],
    [{ ...good, known: [{ ...known, when: 'x' }] }, 'known[0].when', /no such field/],
    [{ ...good, expect: [] }, 'expect', /at least one/],
    [{ ...good, expect: [alive] }, 'expect[0]', /alive: is it to be called/],
    [{ ...good, expect: [{ name: 'mine' }] }, 'expect[0].judge', /expected a function, got nothing/],
  ]
  t.equal(complaintAbout({ ...good, known: [known], page: 'x' }), null)
  const { chardev, frontend } = good
  const wired = { ...good, ports: { other: { chardev, frontend } } }
  const about = (port: string) => ({ ...wired, expect: [alive(), onPort(port, alive())] })
  t.equal(complaintAbout(about('other')), null)
  t.match(complaintAbout(wired), {
    field: 'ports',
    text: /onPort\('other', intact\(…\)\), got none for 'other'/,
  })
  t.match(complaintAbout(about('others')), {
    field: 'expect[1]',
    text: "expected a further port of the case (other), got 'others'",
  })
  for (const [value, field, words] of faults) t.match(complaintAbout(value), { field, text: words }, field)
})
