import t from 'tap'
import { caseNamed } from '../support/guest.ts'
import { changed, scriptOf, start } from '../support/script.ts'

const unixServer = await scriptOf(await caseNamed('unix-server'))
const drain = 'while len(data) < 67108864:\n    data += sock.recv(65536)\n'
const upTo = (bytes: number) =>
  `while len(data) < ${bytes}:\n    data += sock.recv(min(65536, ${bytes} - len(data)))\n`
const idles = 'The host reads nothing until the writer is blocked'

const changes = {
  'a host that swallows bytes is a loss': [`sock.recv(7)\n${drain}`, /^FAIL \(loss\).*: at offset \d+ is /],
  'a host that swallows the end is a loss': [
    `${upTo(67108857)}sock.recv(7)\n${drain}`,
    /^FAIL \(loss\).*: 7 of 67108864 bytes are missing, from offset 67108857 on, although the writer wrote them all/,
  ],
  'a host that gets bytes twice is doubled': [
    `${upTo(3_000_000)}data += data[1_000_007:]\n${drain}`,
    /^FAIL \(doubled\).*: bytes repeated at offset \d+/,
  ],
  'a host that gets nothing is stuck': [
    'import time\ntime.sleep(1000)\n',
    /^FAIL \(stuck\).*: the host reads and the guest is alive, but the writer was blocked in \w+ after \d+ bytes/,
  ],
  'an error in the Python is inconclusive, and shown': [
    `sock.recv(7)\nnonsense\n${drain}`,
    /^INCONCLUSIVE: the host's Python failed/,
    /step\d\.py", line 2.*NameError: name 'nonsense' is not defined/s,
  ],
} as const

for (const [name, [to, verdict, shown]] of Object.entries(changes)) {
  void t.test(name, async t => {
    const running = start(t, changed(unixServer, drain, to))
    const { code, text, verdict: said } = await running.ended
    t.match(said, verdict, text)
    if (shown) t.match(text, shown)
    t.equal(code, said.startsWith('FAIL') ? 1 : 2)
    t.same(running.left(), [])
  })
}

for (const [signal, verdict] of [
  ['SIGSTOP', /^INCONCLUSIVE: the beats stopped, but a thread of QEMU is stopped by a signal \(state T\)$/],
  ['SIGSEGV', /^FAIL \(crash\): QEMU ended with status 139$/],
  ['SIGKILL', /^INCONCLUSIVE: QEMU ended with status 137; that signal came from outside$/],
  ['SIGTERM', /^INCONCLUSIVE: QEMU ended with status 0; that signal came from outside$/],
] as const) {
  void t.test(`a QEMU that gets ${signal} is ${/\w+/.exec(verdict.source)?.[0]}`, async t => {
    const running = start(t, unixServer)
    await running.printed(idles)
    process.kill(running.qemu(), signal)
    const { code, text, verdict: said } = await running.ended
    t.match(said, verdict, text)
    t.equal(code, said.startsWith('FAIL') ? 1 : 2)
    t.same(running.left(), [])
  })
}
