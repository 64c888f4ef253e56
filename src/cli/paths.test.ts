import { homedir, userInfo } from 'node:os'
import t, { type Test } from 'tap'
import { UsageError } from '../model/errors.ts'
import { paths } from './paths.ts'

/** os.homedir() reads the process's own variable. */
function setHome(t: Test, home: string | undefined): void {
  const was = process.env['HOME']
  t.teardown(() => {
    if (was === undefined) delete process.env['HOME']
    else process.env['HOME'] = was
  })
  if (home === undefined) delete process.env['HOME']
  else process.env['HOME'] = home
}

void t.test('the folders are below the XDG base directories, or the home folder', async t => {
  setHome(t, '/home/me')
  t.match(paths({}), {
    cache: '/home/me/.cache/chardev-fc',
    runs: '/home/me/.local/state/chardev-fc/runs',
    bisections: '/home/me/.local/state/chardev-fc/hunts',
  })
  const elsewhere = paths({ XDG_CACHE_HOME: '/c', XDG_STATE_HOME: '/s' })
  t.match(elsewhere, { cache: '/c/chardev-fc', runs: '/s/chardev-fc/runs' })
  const relative = paths({ XDG_CACHE_HOME: 'c', XDG_STATE_HOME: '' })
  t.match(relative, { cache: '/home/me/.cache/chardev-fc', runs: '/home/me/.local/state/chardev-fc/runs' })
})

void t.test('without HOME, /etc/passwd says where home is', async t => {
  setHome(t, undefined)
  t.equal(homedir(), userInfo().homedir)
  t.equal(paths({}).cache, `${userInfo().homedir}/.cache/chardev-fc`)
})

void t.test('a home folder that is not absolute is an error where it is needed', async t => {
  for (const home of ['', 'me']) {
    setHome(t, home)
    t.throws(() => paths({}).cache, {
      constructor: UsageError,
      message: /^expected the absolute path of your home/,
    })
    t.throws(() => paths({ XDG_CACHE_HOME: '/c' }).runs, UsageError)
    t.equal(paths({ XDG_CACHE_HOME: '/c' }).cache, '/c/chardev-fc')
  }
})

void t.test('a path that apt, the dynamic loader or Node would take for another is an error', async t => {
  for (const name of ['a"b', 'a\nb', 'a:b', 'a;b', 'a\ufffdb']) {
    const bad = `/tmp/${name}`
    t.throws(
      () => paths({ XDG_CACHE_HOME: bad }).cache,
      /^the folder "\/tmp\/a.*: set XDG_CACHE_HOME to another one$/,
      {
        constructor: UsageError,
      },
    )
  }
  t.throws(
    () => paths({ XDG_STATE_HOME: '/a\ufffd' }).runs,
    /bytes that are not UTF-8 .*: set XDG_STATE_HOME to/,
  )
  t.equal(paths({ XDG_STATE_HOME: '/a "b', XDG_CACHE_HOME: "/a,b 'c'" }).runs, '/a "b/chardev-fc/runs')
})
