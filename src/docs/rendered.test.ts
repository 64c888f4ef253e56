import t from 'tap'
import { rendered } from './rendered.ts'

const html = (text: string, target: (href: string) => string | null = href => href) =>
  rendered(text, target).body.text

void t.test('the title is the text of the first heading', async t => {
  t.equal(
    rendered('text\n\n# The `-chardev` of *QEMU* & [more](a.md)\n\n# Other', () => null).title,
    'The -chardev of QEMU & more',
  )
  t.equal(rendered('no heading', () => null).title, '')
})

void t.test('headings have anchors', async t => {
  t.match(
    html("## QEMU's `<history>`\n\n### a\n\n### a"),
    '<h2 id="qemus-history">QEMU&#39;s <code>&lt;history&gt;</code></h2>',
  )
  t.match(html('### a\n\n### a'), /<h3 id="a">a<\/h3>\n<h3 id="a-1">a<\/h3>/)
})

void t.test('links lead where they are told, or are only text', async t => {
  const target = (href: string) => (href === 'gone.md' ? null : `to-${href}?a&b`)
  t.equal(
    html('[`here`](x.md "Title") and [*there*](gone.md)', target),
    '<p><a href="to-x.md?a&amp;b" title="Title"><code>here</code></a> and <em>there</em></p>\n',
  )
})

void t.test('tables, and HTML of our own; code is escaped', async t => {
  t.match(
    html('| a | b |\n|---|---|\n| `x\\|y` | <br> |'),
    /^<div class="wide" tabindex="0"><table>\n[\s\S]*<td><code>x\|y<\/code><\/td>\n<td><br><\/td>/,
  )
  t.equal(html('```ts\na<b>\n```'), '<pre tabindex="0"><code class="language-ts">a&lt;b&gt;\n</code></pre>\n')
})
