import type { Place, Target, Typed } from '../model/case/backend.ts'
import type { Case } from '../model/case/case.ts'
import { whereKnown } from '../model/case/known.ts'
import { migrationFd } from '../model/case/migration-way.ts'
import { type Boot, commandLine, shellText } from '../qemu/command-line.ts'
import { machineOf } from '../qemu/machine.ts'
import { perturbed, shellVariables } from '../qemu/perturbation.ts'
import { Paper } from '../verbs/face/paper.ts'
import { typedCase } from '../verbs/face/typed-case.ts'
import type { TypedHosts } from '../verbs/face/typed-hosts.ts'
import type { OtherQemu } from '../verbs/face/typed-qemus.ts'
import { pauseText } from '../verbs/pause.ts'
import { type Stage, stageOf } from '../verbs/stage.ts'

/** The names in the commands that a user would type. */
export interface Names {
  readonly qemu: string
  readonly target: Target
  readonly accel: 'kvm' | 'tcg'
  readonly memoryBytes: number
  /** Use the wiki page's one-second pauses instead of shortened ones. */
  readonly asDocumented: boolean
  readonly guest: NamedGuest
}

interface Access {
  readonly sshdPort: number
  /** The command that logs in, without the port. */
  readonly ssh: string
  readonly login: { readonly user: string }
}

/** A disk image of the user's own, or our image and the file with its private key. */
type NamedGuest =
  | (Extract<Boot, { kind: 'disk' }> & Access)
  | (Extract<Boot, { kind: 'kernel' }> & Access & { readonly key: string })

const sshPort = 2222
/** The page's own names: the socket is /tmp/foo. It has none for a port. */
const place = {
  path: (name: string) => (name === 'chardev' ? '/tmp/foo' : `/tmp/foo-${name}`),
  port: 4711,
}

/** A case as the wiki page would write it: the same script that is run, printed as commands to type. */
export async function reproduction(played: Case<Stage>, names: Names): Promise<string> {
  const ports = typedCase(played, place, names.target)
  const { hosts } = ports
  const typed = played.chardev.typed(place)
  const started = (one: StartedQemu) =>
    shellText([...shellVariables(perturbed({})), names.qemu, ...qemuArguments(played, names, one)]) +
    onTerminal(typed)
  const paper = new Paper(ports, {
    outlivesLogin: played.migrates === true,
    commandOf: other => started({ ...other, incoming: other.ends.incoming }) + onDescriptor(other),
  })
  const pause = pauseText(names.asDocumented)
  await played.script(stageOf(played, pause, (verb, of) => verb.typed(paper, of)))
  const prepare = hosts.all.flatMap(host => host.prepare)
  const before = prepare.length === 0 ? [] : ['On the host:', '', ...prepare.map(line => `    ${line}`), '']
  return [
    played.title,
    '='.repeat(played.title.length),
    ...(played.page === undefined ? [] : [`(Features/ChardevFlowControl: ${played.page})`]),
    '',
    ...before,
    'Start QEMU:',
    '',
    ...indent(started({ place, sshPort, chardev: ports.chardev })),
    '',
    'In another terminal, log into the guest once it is up (its console output is in /tmp/foo-console):',
    '',
    `    $ ${names.guest.ssh} -p ${sshPort}`,
    ...(names.guest.login.user === 'root' ? [] : ['    $ sudo -s']),
    ...paper.lines,
    ...check(played, paper.hosts),
    '',
    ...documentedFor(played),
  ]
    .join('\n')
    .trimEnd()
}

/** Files and ports of a QEMU, the arguments for its chardevs, and where its guest comes from, if it does not boot. */
interface StartedQemu {
  readonly place: Place
  readonly sshPort: number
  readonly chardev: readonly string[]
  readonly incoming?: string
}

/** QEMU's arguments for a case, with files and ports named as in a place. */
export function qemuArguments(
  played: Case,
  names: Omit<Names, 'qemu'>,
  { place, sshPort, chardev, incoming }: StartedQemu,
): string[] {
  return commandLine({
    ...machineOf(names, names.target, played),
    console: place.path('console'),
    beats: place.path('beats'),
    qmp: place.path('qmp'),
    sshPort,
    chardev,
    incoming,
  })
}

/** The redirection to the shell by which the other QEMU inherits the descriptor that its guest comes from. */
export function onDescriptor({ way, path }: OtherQemu): string {
  return way === 'fd' ? ` ${migrationFd}<> ${path}` : ''
}

function onTerminal({ terminal }: Typed): string {
  return terminal === undefined ? '' : ` \\\n  <${terminal} >${terminal}`
}

/** How a user checks that everything arrived. */
function check(played: Case, hosts: TypedHosts): string[] {
  const lines = played.expect.flatMap(({ typed, port = '' }) => typed?.(hosts.of(port).data) ?? [])
  if (lines.length === 0) return []
  return ['', 'On the host, if everything arrived:', '', ...lines.map(line => `    ${line}`)]
}

/** One sentence for each documented failure. */
export function documentedFor(played: Case): string[] {
  return (played.known ?? []).map(
    one => `${whereKnown(one).replace(/^e/, 'E')}: ${one.symptom} is documented (${one.why}).`,
  )
}

function indent(text: string): string[] {
  return text.split('\n').map((line, index) => `    ${index === 0 ? '$ ' : ''}${line}`)
}
