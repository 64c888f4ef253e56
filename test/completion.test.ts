import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { onPath } from '../src/cache/program.ts'
import { chardevFc, program } from './support/command.ts'
import { folder } from './support/example.ts'
import { spawnOnTerminal } from './support/pseudo-terminal.ts'

type Shell = 'bash' | 'zsh' | 'fish'

/** How each shell begins: where it reads a file, and what that says; `script` is the script of `completion`. */
const beginnings: Readonly<
  Record<Shell, { args: string[]; file: string; text: (script: string) => string }>
> = {
  bash: {
    args: ['--noprofile', '--rcfile', 'bashrc', '-i'],
    file: 'bashrc',
    text: script => `source ${script}\nPS1='ready> '\n`,
  },
  zsh: {
    args: ['-i'],
    file: '.zshrc',
    text: script =>
      `mkdir fpath; cp ${script} fpath/_chardev-fc; fpath+=($PWD/fpath)\nautoload -U compinit; compinit -u -D\nPS1='ready> '\n`,
  },
  fish: {
    args: ['-i'],
    file: '.config/fish/config.fish',
    text: script => `source ${script}\nfunction fish_prompt; echo 'ready> '; end\n`,
  },
}

/** Lines typed, `→` being the tab key, and the arguments that the command then gets. */
const lines: readonly [string, readonly string[]][] = [
  ['chardev-fc ima→ imp→', ['image', 'import']],
  ['chardev-fc run unix-se→', ['run', 'unix-server']],
  ['chardev-fc run --qemu debian:boo→', ['run', '--qemu', 'debian:bookworm']],
  ['chardev-fc run --qemu=debian:boo→', ['run', '--qemu=debian:bookworm']],
  ['chardev-fc qemu remove →', ['qemu', 'remove', 'debian-own']],
  ['chardev-fc run --report ht→page', ['run', '--report', 'html=page']],
  ['chardev-fc run --initrd ./fi→', ['run', '--initrd', './file']],
  ['chardev-fc run --report html=./fi→', ['run', '--report', 'html=./file']],
  ["chardev-fc run --only 'a b' --skip debugc→", ['run', '--only', 'a b', '--skip', 'debugcon']],
]

for (const shell of ['bash', 'zsh', 'fish'] as const) {
  const path = await onPath(shell, process.env['PATH'] ?? '')
  const skip = path === null ? `this machine has no ${shell}` : false
  void t.test(`${shell} completes`, { skip }, async t => {
    const type = await terminal(t, shell)
    for (const [line, words] of lines)
      t.equal(await type(`${line.replaceAll('→', '\t')}\r`), ['', ...words, ''].join('|'), line)
  })
}

/** A shell on a terminal, where `chardev-fc` prints its arguments. Gives back what types a line and reads them. */
async function terminal(t: Test, shell: Shell): Promise<(text: string) => Promise<string>> {
  const home = folder(t)
  // Where it has no generated completions yet, fish makes them in the background, and may write when we have ended.
  const ofFish = ['.config/fish', '.local/share/fish/generated_completions']
  for (const name of ['bin', 'cache/chardev-fc/qemu/debian-own', ...ofFish])
    mkdirSync(join(home, name), { recursive: true })
  writeFileSync(join(home, 'file'), '')
  const complete = `[ "$1" = complete ] && exec '${process.execPath}' '${program}' "$@"`
  const print = `printf '<args>|'; printf '%s|' "$@"; echo '<end>'`
  writeFileSync(join(home, 'bin/chardev-fc'), `#!/bin/sh\n${complete}\n${print}\n`, { mode: 0o755 })
  const { args, file, text } = beginnings[shell]
  writeFileSync(join(home, 'script'), (await chardevFc(['completion', shell])).stdout)
  writeFileSync(join(home, file), text(join(home, 'script')))
  const env = {
    ...{
      HOME: home,
      PATH: `${join(home, 'bin')}:${process.env['PATH']}`,
      XDG_CACHE_HOME: join(home, 'cache'),
    },
    ...{ TERM: 'dumb', LANG: 'C.UTF-8' },
  }
  const pty = spawnOnTerminal(shell, args, { cols: 200, rows: 50, cwd: home, env })
  const ended = new Promise(resolve => pty.onExit(resolve))
  t.teardown(async () => {
    pty.kill('SIGKILL')
    await ended
  })
  let screen = ''
  let changed = () => {}
  pty.onData(text => {
    screen += text
    changed()
  })
  /** Reads on until the screen shows it. */
  const shown = async (wanted: RegExp) => {
    for (;;) {
      const found = wanted.exec(screen)
      if (found !== null) {
        screen = screen.slice(found.index + found[0].length)
        return found[1] ?? ''
      }
      await new Promise<void>(resolve => {
        changed = resolve
      })
    }
  }
  await shown(/ready> /)
  return text => {
    pty.write(text)
    return shown(/<args>(.*)<end>/)
  }
}

void t.test('without a home folder there is less to offer, and no error', async t => {
  const env = { HOME: '', XDG_CACHE_HOME: '', XDG_STATE_HOME: '' }
  t.match(await chardevFc(['complete', '--', 'run', '--qemu', ''], env), {
    ...{ exitCode: 0, stdout: /^debian:bullseye\n/, stderr: '' },
  })
  t.match(await chardevFc(['complete', '--', 'bisect', 'log', ''], env), {
    ...{ exitCode: 0, stdout: '', stderr: '' },
  })
})

void t.test('a subcommand is shown with what it does', async t => {
  const { stdout } = await chardevFc(['complete', '--', 'image', ''])
  t.match(stdout, /^build\tbuild the guest image /)
  t.match(stdout, /^remove\t/m)
  t.match((await chardevFc(['complete'])).stdout, /^run\t/)
})
