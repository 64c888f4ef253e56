import { readFileSync } from 'node:fs'
import { ownWish } from '../judge/stall/blocked.ts'
import type { Typed } from '../model/case/backend.ts'
import type { Case } from '../model/case/case.ts'
import { moments } from '../model/case/expectation.ts'
import { whereKnown } from '../model/case/known.ts'
import { markerCommand, markerLine } from '../model/case/marker.ts'
import { allPortsScript } from '../model/case/port-script.ts'
import { filesOf, portsOf, readVariable } from '../model/case/ports.ts'
import { shellLimits } from '../model/limits.ts'
import { frozenIn } from '../model/outside-hand.ts'
import { shellWord } from '../model/value/shell-word.ts'
import { shellText } from '../qemu/command-line.ts'
import { perturbed } from '../qemu/perturbation.ts'
import { Script } from '../verbs/face/script.ts'
import { scriptLine, scriptPlace, scriptSshPort, scriptWord } from '../verbs/face/script-words.ts'
import { typedCase } from '../verbs/face/typed-case.ts'
import { pauseText } from '../verbs/pause.ts'
import { type Stage, stageOf } from '../verbs/stage.ts'
import { documentedFor, type Names, onDescriptor, qemuArguments } from './reproduction.ts'
import { scriptPrograms, unusualPrograms } from './script-programs.ts'

/** The names in a script. Its guest is our image: into a user's own disk only chardev-fc puts the tools. */
export interface ScriptNames extends Names {
  readonly guest: Extract<Names['guest'], { kind: 'kernel' }>
}

const longestLine = 110
const scriptQemu = { place: scriptPlace, sshPort: scriptSshPort }
const coarser =
  'it looks only ten times a second, and on one beat path where chardev-fc has two; what it cannot decide is INCONCLUSIVE'
const run = ['check_equipment', 'make_folder', 'start_host', 'play', 'conclude']

/**
 * A case as one POSIX shell script that needs QEMU, the guest's files, ssh and python3, and nothing of ours: it
 * runs the same case, prints its own verdict in its last line, and leaves nothing behind.
 */
export async function reproductionScript(
  played: Case<Stage>,
  names: ScriptNames,
  tool: string,
): Promise<string> {
  const typed = played.chardev.typed(scriptPlace)
  const ports = typedCase(played, scriptPlace, names.target)
  const { hosts } = ports
  const script = new Script(ports, other => [
    ...started(played, names, typed, { ...other, incoming: other.ends.incoming }, onDescriptor(other)),
  ])
  script.types(
    'gets ready',
    hosts.all.flatMap(host => host.prepare),
  )
  script.write('boot')
  const pause = pauseText(names.asDocumented)
  await played.script(stageOf(played, pause, (verb, of) => verb.script(script, of)))
  const body = [
    ...['', 'qemu() {'],
    ...started(played, names, typed, { ...scriptQemu, chardev: ports.chardev }),
    ...['}', ''],
    ...documented(played),
    ...['# The case, line by line; "host" is python3, "guest" a shell over ssh.', 'play() {'],
    ...[...script.lines, '', '}', ''],
    ...checks(played),
    ...[scriptParts(played), '', ...run],
  ].join('\n')
  return [
    '#!/bin/sh',
    ...header(played, names, tool).flatMap(comment),
    ...settings(played, names, script),
    ...['# The limits of chardev-fc: ms, percents of a CPU, factors, numbers of beats and samples.'],
    ...[...shellLimits(body), body],
  ].join('\n')
}

function header(played: Case, { target }: ScriptNames, tool: string): string[] {
  const page = played.page === undefined ? [] : [`(Features/ChardevFlowControl: ${played.page})`]
  const unjudged = notJudged(played)
  return [
    ...[played.title, ...page, '', ...known(played), ''],
    `It needs QEMU, ${unusualPrograms(played).join(', ')}, and the files of a guest: a kernel, an initrd, and the ` +
      'ssh key to log in with (chardev-fc image build makes them). To run it:',
    '',
    '  QEMU=qemu-system-x86_64 KERNEL=vmlinuz INITRD=initrd KEY=id_ed25519 sh reproduce.sh',
    '',
    'Its last line is the verdict: PASS (exit status 0), FAIL with its symptom (1), or INCONCLUSIVE (2).',
    `chardev-fc run is the authority. This script uses the same limits, but its own verdict is coarser: ${coarser}.`,
    ...(unjudged.length === 0 ? [] : [`It does not judge ${unjudged.join(', ')}: chardev-fc run does.`]),
    `Written by ${tool}, with the options of QEMU ${target.version}.`,
    '',
    'shellcheck disable=SC2016,SC2034,SC2317 # the guest expands what is quoted; no case needs everything',
  ]
}

function known(played: Case): string[] {
  const sentences = documentedFor(played)
  return sentences.length === 0 ? ['It should pass.'] : sentences
}

/** What the case expects and the script does not look at. */
function notJudged({ expect }: Case): string[] {
  return expect
    .filter(({ checks }) => !Object.values(checks ?? {}).some(text => text.trim()))
    .map(({ name }) => name)
}

/** Text as comment lines of limited length. */
function comment(text: string): string[] {
  const words = text.split(/\s/)
  const lines = ['']
  for (const word of words) {
    const line = lines.at(-1) ?? ''
    if (line === '' || line.length + word.length < longestLine) lines[lines.length - 1] = `${line} ${word}`
    else lines.push(` ${word}`)
  }
  return lines.map(line => `#${line}`.trimEnd())
}

function settings(played: Case, names: ScriptNames, script: Script): string[] {
  const atLast = script.host.atLast()
  const { qemu, guest, accel } = names
  const { port, isFile } = played.frontend
  const files = filesOf(portsOf(played))
  return [
    `: "\${QEMU:=${inDefault(qemu)}}"`,
    `: "\${KERNEL:=${inDefault(guest.kernel)}}"`,
    `: "\${INITRD:=${inDefault(guest.initrd)}}"`,
    `: "\${KEY:=${inDefault(guest.key)}}"`,
    `: "\${ACCEL:=${accel}}" # or ${accel === 'kvm' ? 'tcg' : 'kvm'}`,
    '',
    `PROGRAMS=${shellWord(scriptPrograms(played).join(' '))}`,
    `NOT_JUDGED=${shellWord(notJudged(played).join(', '))}`,
    '# How the guest waits for its ports; the file in it that the writer has open, if it is a file; the kernel functions in',
    '# which a program sleeps without waiting for the port; those in which a frozen QEMU sleeps. Python: all that the host',
    '# has read; how it opens the chardev and reads when no end is open. What the guest writes after a standstill.',
    `HAS_PORTS=${shellWord(files.length === 0 ? '' : allPortsScript(files))}`,
    `WRITES_TO=${isFile ? port : "''"}`,
    `OWN_WISH=${shellWord(ownWish.source)}`,
    `FROZEN_IN=${shellWord(frozenIn)}`,
    `READ_IN_ALL=${shellWord(script.host.data)}`,
    ...furtherData(played, script),
    `OPEN_AT_LAST=${shellWord(atLast.opens)}`,
    `READ_AT_LAST=${shellWord(atLast.readsOnce)}`,
    `MARKER=${shellWord(markerLine)} MARKER_COMMAND=${shellWord(markerCommand(played.frontend))}`,
  ]
}

function furtherData({ ports = {} }: Case, { hosts }: Script): string[] {
  return Object.keys(ports).map(name => `${readVariable(name)}=${shellWord(hosts.of(name).data)}`)
}

/** The lines of a shell function that starts a QEMU. */
function started(
  played: Case,
  names: ScriptNames,
  { terminal }: Typed,
  qemu: Parameters<typeof qemuArguments>[2],
  redirection = '',
): string[] {
  const guest = { ...names.guest, kernel: '$KERNEL', initrd: '$INITRD' }
  const argv = qemuArguments(played, { ...names, guest }, qemu)
  const text = shellText(['$QEMU', ...argv.map(word => withAccel(word, names.accel))], scriptWord)
  const redirected = terminal === undefined ? '' : ` <> ${scriptWord(terminal)} >&0`
  const variables = Object.entries(perturbed({})).map(([name, value]) => `${name}="\${${name}-${value}}"`)
  return [
    `  export ${variables.join(' ')} # a use after free shows`,
    ...`exec ${text}${redirected}${scriptLine(redirection)}`.split('\n').map(line => `  ${line}`),
  ]
}

function withAccel(word: string, accel: string): string {
  return word.replace(`pc,accel=${accel}`, 'pc,accel=$ACCEL')
}

/** A function that prints for which QEMU a symptom is documented, if it is. */
function documented(played: Case): string[] {
  const known = played.known ?? []
  const lines = [...new Set(known.map(({ symptom }) => symptom))].map(symptom => {
    const where = known.filter(one => one.symptom === symptom).map(one => `${whereKnown(one)} (${one.why})`)
    return `    ${symptom}) say ${shellWord(`, which is documented for ${where.join(' and for ')}`)} ;;`
  })
  return ['documented() { # SYMPTOM', '  case $1 in', ...lines, '  esac', '}', '']
}

/** What the case's own expectations check, and the functions `at_MOMENT` that script/*.sh calls. */
function checks({ expect }: Case): string[] {
  return moments.flatMap(moment => {
    const here = expect.flatMap(({ name, checks }, index) => {
      const text = checks?.[moment]?.trim()
      // Two may have the same name, and a user's own may have any.
      return text ? [{ name: `check${index + 1}_${name.replaceAll(/\W/g, '_')}_at_${moment}`, text }] : []
    })
    const each = here.map(({ name, text }) => [`${name}() {`, `  ${text}`, '  :', '}', ''])
    return [...each.flat(), `at_${moment}() {`, ...here.map(({ name }) => `  ${name}`), '  :', '}', '']
  })
}

/** A default inside `"${NAME:=…}"`. */
function inDefault(text: string): string {
  return text.replaceAll(/[\\"`$}]/g, '\\$&')
}

/** The parts that are the same in every script, in order, and those that this case needs. */
function scriptParts({ migrates }: Case): string {
  const host = part('host.sh').replace('@host.py@\n', () => part('host.py'))
  const others = ['guest.sh', ...(migrates ? ['moves.sh'] : []), 'threads.sh', 'watch.sh', 'verdict.sh'].map(
    part,
  )
  return [part('frame.sh'), host, ...others].join('\n')
}

/** Lies in the sources: tsc copies nothing to dist. */
function part(name: string): string {
  return readFileSync(new URL(`../../../src/reproduce/script/${name}`, import.meta.url), 'utf8')
}
