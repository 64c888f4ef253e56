/** One line of apt's sources: where packages come from. A deb822 stanza may mean several. */
export interface AptSource {
  readonly uri: string
  readonly suite: string
  readonly components: readonly string[]
  /** Keyring paths, fingerprints, or a whole armoured key (deb822 only), as the machine's owner wrote it. */
  readonly signedBy?: string
}

/** Reads an apt sources file in either style, told apart by its name as apt does; only enabled `deb` entries for amd64. */
export function parseSources(name: string, text: string): AptSource[] {
  return name.endsWith('.sources') ? parseStanzas(text) : parseLines(text)
}

/** Writes sources in the deb822 style, limited to package lists of amd64: nothing else is downloaded. */
export function formatSources(sources: readonly AptSource[]): string {
  return sources
    .map(({ uri, suite, components, signedBy }) =>
      [
        'Types: deb',
        `URIs: ${uri}`,
        `Suites: ${suite}`,
        `Components: ${components.join(' ')}`,
        'Architectures: amd64',
        'Targets: Packages',
        ...(signedBy === undefined ? [] : [`Signed-By: ${signedBy}`]),
        '',
      ].join('\n'),
    )
    .join('\n')
}

function parseStanzas(text: string): AptSource[] {
  return text
    .replaceAll(/^#.*\n?/gm, '')
    .split(/\n(?:[ \t]*\n)+/)
    .flatMap(stanza => {
      const fields = parseFields(stanza)
      const words = (field: string) => fields.get(field)?.split(/\s+/).filter(Boolean) ?? []
      if (!words('types').includes('deb') || /^(no|false|off|0)$/i.test(fields.get('enabled') ?? ''))
        return []
      if (!holdsAmd64(words('architectures'))) return []
      const signedBy = fields.get('signed-by')
      return words('uris').flatMap(uri =>
        words('suites').map(suite => source(uri, suite, words('components'), signedBy)),
      )
    })
}

function parseFields(stanza: string): Map<string, string> {
  const fields = new Map<string, string>()
  // A field goes on over lines that begin with a blank: an armoured key is written so.
  for (const [, name, value] of stanza.matchAll(/^([\w-]+):[ \t]*(.*(?:\n[ \t].*)*)/gm)) {
    if (name !== undefined && value !== undefined) fields.set(name.toLowerCase(), value.trimEnd())
  }
  return fields
}

function parseLines(text: string): AptSource[] {
  return text.split('\n').flatMap(line => {
    const [, options, uri, suite, components] =
      /^\s*deb\s+(?:\[([^\]]*)\]\s*)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line) ?? []
    if (uri === undefined || suite === undefined) return []
    if (!holdsAmd64(/(?:^|\s)arch=(\S+)/i.exec(options ?? '')?.[1]?.split(',') ?? [])) return []
    const signedBy = /(?:^|\s)signed-by=(\S+)/i.exec(options ?? '')?.[1]?.replaceAll(',', ' ')
    return [source(uri, suite, components?.split(/\s+/).filter(Boolean) ?? [], signedBy)]
  })
}

/** A cross compiler's machine has sources for other architectures only, whose mirrors hold nothing for this one. */
function holdsAmd64(architectures: readonly string[]): boolean {
  return architectures.length === 0 || architectures.includes('amd64')
}

function source(uri: string, suite: string, components: string[], signedBy: string | undefined): AptSource {
  return { uri, suite, components, ...(signedBy === undefined ? {} : { signedBy }) }
}
