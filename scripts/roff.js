// The macros of man(7) that the manual page needs. A line has at most 80 characters, as mandoc -T lint asks.

/** Text as it is, also at the beginning of a line and for copying: no hyphen or quote becomes another character. */
export function escaped(words) {
  return words
    .replaceAll(/[\\\-'"`~^]/g, character => special[character])
    .replaceAll(
      /[^\x20-\x7e\n]/gu,
      found => `\\[u${found.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}]`,
    )
    .replaceAll(/^(?=\.)/gm, '\\&')
}

const special = {
  '\\': '\\e',
  '-': '\\-',
  "'": '\\(aq',
  '"': '\\(dq',
  '`': '\\(ga',
  '~': '\\(ti',
  '^': '\\(ha',
}

export const bold = words => `\\fB${escaped(words)}\\fR`
export const italic = words => `\\fI${escaped(words)}\\fR`

export const title = (name, section, version) =>
  `.TH ${escaped(name.toUpperCase())} ${section} "" "${escaped(version)}" "User Commands"\n`
export const heading = words => `.SH ${escaped(words.toUpperCase())}\n`
export const subheading = words => `.SS ${escaped(words)}\n`
export const text = words => wrapped(escaped(words))
export const paragraph = words => `.PP\n${text(words)}`
/** `term` is escaped already: see `bold` and `italic`. */
export const item = (term, words) => `.TP\n${term}\n${text(words)}`
export const example = lines => `.PP\n.EX\n${lines.map(line => `${escaped(line)}\n`).join('')}.EE\n`

/** A line that then began with a dot would be a macro. */
function wrapped(words) {
  const lines = ['']
  for (const word of words.split(/\s+/)) {
    const line = lines.at(-1)
    if (line === '') lines[lines.length - 1] = word
    else if (line.length + word.length < 80) lines[lines.length - 1] = `${line} ${word}`
    else lines.push(word.startsWith('.') ? `\\&${word}` : word)
  }
  return lines.map(line => `${line}\n`).join('')
}
