/** One line of apt's sources. A deb822 stanza may contain several. */
export interface AptSource {
  readonly uri: string
  readonly suite: string
  readonly components: readonly string[]
  /** Keyring paths, fingerprints, or an armoured key (deb822 only), as written in the source. */
  readonly signedBy?: string
}

/** The enabled `deb` entries for amd64 of a sources file. Like apt, it tells the style by the file's name. */
export function parseSources(name: string, text: string): AptSource[] {
  return name.endsWith('.sources') ? parseStanzas(text) : parseLines(text)
}

/** Sources in the deb822 style, limited to the package lists of amd64. */
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
  // Lines that begin with a blank continue a field, such as an armoured key.
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

/** Sources for other architectures only, as for cross compilers, have no packages for this one. */
function holdsAmd64(architectures: readonly string[]): boolean {
  return architectures.length === 0 || architectures.includes('amd64')
}

function source(uri: string, suite: string, components: string[], signedBy: string | undefined): AptSource {
  return { uri, suite, components, ...(signedBy === undefined ? {} : { signedBy }) }
}
