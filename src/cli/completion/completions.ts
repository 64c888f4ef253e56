import type { Command, Option } from 'commander'
import { repeated } from '../option/repeated.ts'
import { optionsOf, type Place, placeAfter } from './place.ts'

/** What a shell may insert for the last word. */
export interface Completion {
  readonly value: string
  readonly about?: string
}

/** The values that the placeholder of an option or argument stands for; none if they are files, or anything else. */
export type ValuesOf = (placeholder: string, command: Command) => Promise<readonly string[]>

/**
 * What may stand in place of the last of these words, which follow the program's name. A value ends with `=` if it is
 * to be continued.
 */
export async function completions(
  root: Command,
  words: readonly string[],
  valuesOf: ValuesOf,
): Promise<Completion[]> {
  const word = words.at(-1) ?? ''
  const all = await completionsAt(placeAfter(root, words.slice(0, -1)), word, valuesOf)
  return all.filter(({ value }) => value.startsWith(word) && plain.test(value))
}

/** A shell need not quote these: names of folders in the cache are not all ours. */
const plain = /^[\w.:=@%+,/-]+$/

async function completionsAt(place: Place, word: string, valuesOf: ValuesOf): Promise<Completion[]> {
  const { command, option, isEnded, isHelp } = place
  const valuesOfOption = async ({ argChoices, flags }: Option) =>
    argChoices ?? valuesOf(/[<[]([^>\].]+)/.exec(flags)?.[1] ?? '', command)
  if (option !== null) return plainly(await valuesOfOption(option))
  if (isHelp) return subcommands(place).filter(({ value }) => value !== 'help')
  const [, name, equals] = /^(--[^=]+)(=)?/.exec(isEnded ? '' : word) ?? []
  if (equals !== undefined) {
    const assigned = optionsOf(command).find(({ long, required }) => required && long === name)
    const values = assigned === undefined ? [] : await valuesOfOption(assigned)
    return plainly(values.map(value => `${name}=${value}`))
  }
  if (!isEnded && word.startsWith('-')) return options(place)
  const argument = command.registeredArguments.at(place.operands.length) ?? lastVariadic(command)
  if (argument === undefined && command.commands.length === 0) return isEnded ? [] : options(place)
  const values =
    argument === undefined ? [] : (argument.argChoices ?? (await valuesOf(argument.name(), command)))
  return [...subcommands(place), ...plainly(values.filter(value => !place.operands.includes(value)))]
}

function lastVariadic({ registeredArguments }: Command) {
  const last = registeredArguments.at(-1)
  return last?.variadic === true ? last : undefined
}

/** None where an option of a command that takes arguments, too, was given: a subcommand has options of its own. */
function subcommands({ command, operands, given }: Place): Completion[] {
  const { options, registeredArguments } = command
  const isItself = registeredArguments.length > 0 && options.some(one => given.has(one.attributeName()))
  if (operands.length > 0 || isItself) return []
  return command
    .createHelp()
    .visibleCommands(command)
    .map(one => ({ value: one.name(), about: one.description() }))
}

/** The options that may still be given. */
function options({ command, given }: Place): Completion[] {
  return optionsOf(command)
    .filter(option => option.parseArg === repeated || !given.has(option.attributeName()))
    .map(({ long, short, description }) => ({ value: long ?? short ?? '', about: description.trim() }))
}

function plainly(values: readonly string[]): Completion[] {
  return values.map(value => ({ value }))
}
