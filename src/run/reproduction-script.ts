import type { Typed } from '../model/backend.ts'
import type { Case } from '../model/case.ts'
import type { Known } from '../model/known.ts'
import type { Payload } from '../model/payload.ts'
import { pythonBytes } from '../model/python-bytes.ts'
import { shellWord } from '../model/shell-word.ts'
import { shellText } from '../qemu/command-line.ts'
import { Script } from '../verbs/script.ts'
import { scriptPlace, scriptSshPort, scriptWord } from '../verbs/script-words.ts'
import { type Stage, stageOf } from '../verbs/stage.ts'
import { TypedHost } from '../verbs/typed-host.ts'
import { pauseText } from './cell.ts'
import { documentedFor, type Names, qemuArguments } from './reproduction.ts'
import { scriptParts } from './script-parts.ts'

/** What the script judges itself; the rest needs `chardev-fc run`. */
const judged = [
  'alive',
  'arrivesAgain',
  'calm',
  'delivered',
  'flows',
  'heldBack',
  'intact',
  'keeps-saying',
  'resumes',
  'stalled',
  'stays',
]

/** What stands in a script. Its guest is of our image: into a disk of somebody's own we put the tools by ourselves. */
export interface ScriptNames extends Names {
  readonly guest: Extract<Names['guest'], { kind: 'kernel' }>
}

const longestLine = 110
const run = ['check_equipment', 'make_folder', 'start_host', 'play', 'conclude']

/**
 * A case as one POSIX shell script that needs QEMU, the guest's files, ssh and python3, and nothing of ours: it
 * plays the same script, says its own verdict in its last line, and leaves nothing behind.
 */
export async function reproductionScript(
  played: Case<Stage>,
  names: ScriptNames,
  tool: string,
): Promise<string> {
  const typed = played.chardev.typed(scriptPlace)
  const script = new Script(new TypedHost(typed, scriptPlace.path('qmp')))
  script.types('gets ready', typed.prepare)
  script.write('boot')
  const pause = pauseText(names.asDocumented)
  await played.script(stageOf(played.frontend, pause, (verb, of) => verb.script(script, of)))
  return [
    '#!/bin/sh',
    ...header(played, names, tool).flatMap(comment),
    ...settings(played, names, script),
    ...qemu(played, names, typed),
    ...documented(played),
    ...['# What is played, line by line; "host" is python3, "guest" a shell over ssh.', 'play() {'],
    ...script.lines,
    ...['', '}', '', scriptParts(), '', ...run],
  ].join('\n')
}

function header(played: Case, { target }: ScriptNames, tool: string): string[] {
  const page = played.page === undefined ? [] : [`(Features/ChardevFlowControl: ${played.page})`]
  const unjudged = notJudged(played)
  return [
    ...[played.title, ...page, '', ...known(played), ''],
    'It needs QEMU, ssh, python3, and the files of a guest: a kernel, an initrd, and the ssh key that opens it',
    '(chardev-fc image build makes them). To play it:',
    '',
    '  QEMU=qemu-system-x86_64 KERNEL=vmlinuz INITRD=initrd KEY=id_ed25519 sh reproduce.sh',
    '',
    'Its last line is the verdict: PASS (exit status 0), FAIL with its symptom (1), or INCONCLUSIVE (2).',
    ...(unjudged.length === 0 ? [] : [`It does not judge ${unjudged.join(', ')}: chardev-fc run does.`]),
    `Written by ${tool}, with the options of QEMU ${target.version}.`,
    '',
    'shellcheck disable=SC2016,SC2317 # the guest expands what is quoted; no case needs every function',
  ]
}

function known(played: Case): string[] {
  const sentences = documentedFor(played)
  return sentences.length === 0 ? ['It should pass.'] : sentences
}

/** What the case expects and the script does not look at. */
function notJudged({ expect }: Case): string[] {
  return expect.map(({ name }) => name).filter(name => !judged.includes(name))
}

/** As lines of a comment, none of them long. */
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
  const { qemu, guest, accel } = names
  const wants = played.expect.flatMap(({ wants }) => wants ?? [])
  const file = wants.find(part => part.kind === 'guest-file')
  const python = file === undefined ? wants.map(part => pythonBytes(part as Payload)).join(' + ') : ''
  const expects = played.expect.map(({ name }) => name)
  const { port, isFile } = played.frontend
  return [
    `: "\${QEMU:=${inDefault(qemu)}}"`,
    `: "\${KERNEL:=${inDefault(guest.kernel)}}"`,
    `: "\${INITRD:=${inDefault(guest.initrd)}}"`,
    `: "\${KEY:=${inDefault(guest.key)}}"`,
    `: "\${ACCEL:=${accel}}" # or ${accel === 'kvm' ? 'tcg' : 'kvm'}`,
    '',
    '# What the case is about, and the file in the guest that its writer has open, if it is one.',
    `EXPECTS=${shellWord(expects.join(' '))} NOT_JUDGED=${shellWord(notJudged(played).join(', '))}`,
    `WRITES_TO=${isFile ? port : "''"}`,
    '# Python: what the host has read in the end, and what it must be, in all, or since it came back; or the file of',
    '# the guest that it must be. What the host sends.',
    `READ_IN_ALL=${shellWord(script.host.data)}`,
    `WANTED=${python && shellWord(python)}`,
    `WANTED_AGAIN=${expects.includes('arrivesAgain') ? shellWord(script.lastRead) : ''}`,
    `WANTED_FILE=${file === undefined ? '' : shellWord(file.path)}`,
    `SENT=${script.sent && shellWord(script.sent)}`,
    '# By how many bytes QEMU may grow while the guest does not read what the host sends.',
    `MOST_GROWTH=${played.expect.find(({ mostGrowth }) => mostGrowth !== undefined)?.mostGrowth ?? ''}`,
  ]
}

function qemu(played: Case, names: ScriptNames, { terminal }: Typed): string[] {
  const guest = { ...names.guest, kernel: '$KERNEL', initrd: '$INITRD' }
  const argv = qemuArguments(played, { ...names, guest }, scriptPlace, scriptSshPort)
  const text = shellText(['$QEMU', ...argv.map(word => withAccel(word, names.accel))], scriptWord)
  const redirected = terminal === undefined ? '' : ` <> ${scriptWord(terminal)} >&0`
  return ['', 'qemu() {', ...`exec ${text}${redirected}`.split('\n').map(line => `  ${line}`), '}', '']
}

function withAccel(word: string, accel: string): string {
  return word.replace(`pc,accel=${accel}`, 'pc,accel=$ACCEL')
}

/** A function that says for which QEMU a symptom is documented, if it is. */
function documented(played: Case): string[] {
  const known = played.known ?? []
  const lines = [...new Set(known.map(({ symptom }) => symptom))].map(symptom => {
    const where = known.filter(one => one.symptom === symptom).map(whereDocumented)
    return `    ${symptom}) say ${shellWord(`, which is documented for ${where.join(' and for ')}`)} ;;`
  })
  return ['documented() { # SYMPTOM', '  case $1 in', ...lines, '  esac', '}', '']
}

function whereDocumented({ qemu, why }: Known): string {
  return `${qemu === '*' ? 'every QEMU' : `QEMU ${qemu}`} (${why})`
}

/** A default inside `"${NAME:=…}"`. */
function inDefault(text: string): string {
  return text.replaceAll(/[\\"`$}]/g, '\\$&')
}
