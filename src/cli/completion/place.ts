import type { Command, Option } from 'commander'

/** Where on the command line the next word is. */
export interface Place {
  readonly command: Command
  /** The option whose value the word is. */
  readonly option: Option | null
  /** The options before it, by `attributeName`. */
  readonly given: ReadonlySet<string>
  /** The arguments of the command before it. */
  readonly operands: readonly string[]
  /** After `--`: no more options follow. */
  readonly isEnded: boolean
  /** After `help`: names of commands follow. */
  readonly isHelp: boolean
}

/** The place after these words, which follow the program's name; read as commander (14) reads them. */
export function placeAfter(root: Command, words: readonly string[]): Place {
  const start = { command: root, option: null, given: new Set<string>(), operands: [] }
  return words.reduce<Place>(after, { ...start, isEnded: false, isHelp: false })
}

/** The options that a command takes, with those of the whole program; `--version` is only of use without a command. */
export function optionsOf(command: Command): Option[] {
  const own = command.createHelp().visibleOptions(command)
  const root = rootOf(command)
  return command === root ? own : [...own, ...root.options.filter(({ long }) => long !== '--version')]
}

function after(place: Place, word: string): Place {
  if (place.option !== null) return { ...place, option: null }
  if (place.isEnded || word === '-' || !word.startsWith('-')) return afterOperand(place, word)
  if (word === '--') return { ...place, isEnded: true }
  const [name = '', ...value] = word.startsWith('--') ? word.split('=') : [word.slice(0, 2), ...word.slice(2)]
  const option = optionsOf(place.command).find(({ long, short }) => name === long || name === short)
  if (option === undefined) return place
  const given = new Set(place.given).add(option.attributeName())
  return { ...place, given, option: option.required && value.length === 0 ? option : null }
}

/** The first operand may be a command. */
function afterOperand(place: Place, word: string): Place {
  const { command, operands } = place
  if (operands.length === 0) {
    const found = command.commands.find(one => one.name() === word)
    if (found !== undefined) return { ...place, command: found }
    if (word === 'help' && command.commands.length > 0) return { ...place, isHelp: true }
  }
  return { ...place, operands: [...operands, word] }
}

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent)
}
