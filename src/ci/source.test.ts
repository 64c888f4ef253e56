import t from 'tap'
import { sourceFrom } from './source.ts'

const hex = '0123456789abcdef'.repeat(4)
const commit = '0123456789abcdef0123456789abcdef01234567'

void t.test('sources', t => {
  const sources: [string, object][] = [
    ['checkout', { kind: 'checkout' }],
    [
      'https://h.example/o/chardev-fc#v0.2.0',
      { kind: 'git', url: 'https://h.example/o/chardev-fc', rev: 'v0.2.0' },
    ],
    [
      'ssh://git@h.example/chardev-fc.git#a/b',
      { kind: 'git', url: 'ssh://git@h.example/chardev-fc.git', rev: 'a/b' },
    ],
    ['file:///srv/chardev-fc#main', { kind: 'git', url: 'file:///srv/chardev-fc', rev: 'main' }],
    [`http://h.example/it#${commit}`, { kind: 'git', url: 'http://h.example/it', rev: commit }],
    ['https://h.example/it#20260102', { kind: 'git', rev: '20260102' }],
    ['https://h.example/it.tgz', { kind: 'download', spec: 'https://h.example/it.tgz', sum: null }],
    [`http://h.example/it.tgz#sha256=${hex}`, { kind: 'download', sum: { program: 'sha256sum', hex } }],
    ['it-1.tgz', { kind: 'file', spec: './it-1.tgz', sum: null }],
    ['-it.tgz', { kind: 'file', spec: './-it.tgz' }],
    [`/srv/it.tgz#sha256=${hex.toUpperCase()}`, { kind: 'file', spec: '/srv/it.tgz', sum: { hex } }],
    ['npm:chardev-fc@0.2.0', { kind: 'published', spec: 'chardev-fc@0.2.0', sum: null }],
    ['npm:@o/chardev-fc@1.0.0-rc.1', { kind: 'published', spec: '@o/chardev-fc@1.0.0-rc.1' }],
  ]
  for (const [text, source] of sources) t.match(sourceFrom(text), source, text)
  t.end()
})

void t.test('what is no source: one line that says what to give', t => {
  const wrongs: [string, RegExp][] = [
    ['', /expected URL#REVISION/],
    ['chardev-fc', /expected URL#REVISION .*got 'chardev-fc'$/],
    ['chardev-fc@0.2.0', /expected URL#REVISION/],
    ['git@h.example:chardev-fc.git#main', /expected URL#REVISION/],
    ['https://#main', /expected URL#REVISION/],
    ['https://h.example/chardev-fc', /a branch, a tag or a full commit id after #/],
    ['https://h.example/chardev-fc#', /after #/],
    ['https://h.example/chardev-fc#--upload-pack=id', /after #/],
    ['https://h.example/chardev-fc#+a:b', /after #/],
    ['https://h.example/chardev-fc#4be2810', /the full commit id \(40 digits\)/],
    ['http://h.example/chardev-fc#main', /http:\/\/ can be changed on its way/],
    ['git://h.example/chardev-fc#main', /https:\/\/ or http:\/\/ or ssh:\/\/ or file:\/\//],
    ['ext::sh#main', /expected URL#REVISION/],
    ['http://h.example/it.tgz', /#sha256=SUM/],
    ['file:///srv/it.tgz', /expected https:\/\/ or http:\/\//],
    ['it.tgz#sha256=00', /64 hexadecimal digits/],
    ['it.tgz#', /64 hexadecimal digits/],
    ['a b.tgz', /without spaces and backslashes/],
    ['npm:chardev-fc', /an exact version/],
    ['npm:chardev-fc@latest', /an exact version/],
    ['npm:chardev-fc@^0.2.0', /an exact version/],
    ['npm:--help@0.2.0', /an exact version/],
    ['npm:chardev-fc@npm:other@1.0.0', /an exact version/],
  ]
  for (const [text, message] of wrongs)
    t.throws(() => sourceFrom(text), { name: 'UsageError', message }, text)
  t.end()
})

void t.test('a secret is neither taken nor repeated', t => {
  for (const text of [
    'https://me:secret@h.example/it.tgz',
    'https://secret@h.example/chardev-fc.git#main',
    'https://h.example/it.tgz?token=secret',
    'https://h.example/chardev-fc?token=secret#main',
    'ssh://git:secret@h.example/chardev-fc.git#main',
  ])
    t.throws(
      () => sourceFrom(text),
      { name: 'UsageError', message: /^(?!.*secret)--from: .*without a user/ },
      text,
    )
  t.end()
})
