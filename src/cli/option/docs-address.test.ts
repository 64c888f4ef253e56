import t from 'tap'
import { UsageError } from '../../model/errors.ts'
import { docsAddress } from './docs-address.ts'

const html = [{ kind: 'html', path: 'page.html' }]

void t.test('a URL or a path, without a slash at its end', async t => {
  const taken: [string, string][] = [
    ['https://example.org/docs', 'https://example.org/docs'],
    ['HTTP://example.org:8080/docs//', 'HTTP://example.org:8080/docs'],
    ['docs', 'docs'],
    ['../docs of today/', '../docs of today'],
    ['.', '.'],
    ['/srv/docs', '/srv/docs'],
    ['/', ''],
    ['./a:b', './a:b'],
  ]
  for (const [value, wanted] of taken) t.equal(docsAddress(value, html), wanted)
  t.equal(docsAddress(undefined, []), null)
})

void t.test('nothing that a link could run, or that would lead elsewhere', async t => {
  const refused = [
    ...['javascript:alert(1)', 'JavaScript:alert(1)', ' javascript:alert(1)', 'java\nscript:alert(1)'],
    ...['\u0001javascript:alert(1)', '\u00a0javascript:alert(1)', 'data:text/html,x', 'file:///srv', 'a:b'],
    ...['//example.org', '\\\\example.org', '/\\example.org', 'https:example.org', 'https://', 'http://[x/'],
    ...['docs?a', 'docs#a', 'docs ', ''],
  ]
  for (const value of refused) t.throws(() => docsAddress(value, html), UsageError, JSON.stringify(value))
})

void t.test('there must be a page to link from', async t => {
  t.throws(() => docsAddress('docs', [{ kind: 'tap', path: 'x' }]), /add --report html=PATH/)
  t.equal(docsAddress('docs', [{ kind: 'html', path: '-' }]), 'docs')
})
