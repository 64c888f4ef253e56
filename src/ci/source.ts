import { UsageError } from '../model/errors.ts'

/** Where a nightly run gets the tool from. */
export type Source =
  /** The repository that has the workflow is that of the tool, or a fork. */
  | { readonly kind: 'checkout' }
  | { readonly kind: 'git'; readonly url: string; readonly rev: string }
  | Package

/** What `npm pack` makes. */
export interface Package {
  readonly kind: 'file' | 'download' | 'published'
  /** A path, a URL, or `NAME@VERSION`. */
  readonly spec: string
  /** Null where any content is taken. */
  readonly sum: Sum | null
}

export interface Sum {
  readonly program: 'sha256sum' | 'sha512sum'
  readonly hex: string
}

const forms =
  'URL#REVISION (a git repository), FILE.tgz or URL.tgz (what npm pack makes; #sha256=SUM pins it), npm:NAME@VERSION (published), or checkout (the repository with the workflow is chardev-fc itself)'

/**
 * Reads `--from`. There is no default: whoever registered the name of an unpublished package would own the runners.
 * Throws UsageError.
 */
export function sourceFrom(text: string): Source {
  if (/[\s\\]/.test(text)) throw wrong('a value without spaces and backslashes', text)
  if (text === 'checkout') return { kind: 'checkout' }
  if (text.startsWith('npm:')) return published(text)
  const { place, fragment } = /^(?<place>[^#]*)(?:#(?<fragment>.*))?$/.exec(text)?.groups ?? {}
  const url = /^\w+:\/\//.test(text) ? urlFrom(place ?? '', text) : undefined
  if (place?.endsWith('.tgz')) return tarball(place, fragment, url)
  if (url !== undefined) return repository(url, fragment, text)
  throw wrong(forms, text)
}

/** The error for a missing `--from`. */
export function noSource(): UsageError {
  return new UsageError(`ci needs --from, which says where the runners get chardev-fc: ${forms}`)
}

function published(text: string): Package {
  const spec = text.slice('npm:'.length)
  const isExact = /^(@[a-z\d][\w.~-]*\/)?[a-z\d][\w.~-]*@\d+\.\d+\.\d+(-[\w.-]+)?$/.test(spec)
  if (!isExact) throw wrong('npm:NAME@VERSION with an exact version, as in npm:chardev-fc@0.2.0', text)
  return { kind: 'published', spec, sum: null }
}

function tarball(place: string, fragment: string | undefined, url: URL | undefined): Package {
  const hex = /^sha256=([\da-f]{64})$/i.exec(fragment ?? '')?.[1]?.toLowerCase()
  if (fragment !== undefined && hex === undefined)
    throw wrong('#sha256= and 64 hexadecimal digits after the tarball', `${place}#${fragment}`)
  const sum: Sum | null = hex === undefined ? null : { program: 'sha256sum', hex }
  // npm takes a path without ./ for the name of a package.
  if (url === undefined) return { kind: 'file', spec: place.startsWith('/') ? place : `./${place}`, sum }
  allowed(url, ['https:', 'http:'], place)
  if (url.protocol === 'http:' && sum === null)
    throw wrong(
      'https://, or #sha256=SUM after the tarball, because http:// can be changed on its way',
      place,
    )
  return { kind: 'download', spec: place, sum }
}

function repository(url: URL, rev: string | undefined, text: string): Source {
  allowed(url, ['https:', 'http:', 'ssh:', 'file:'], text)
  if (rev === undefined || !/^\w[\w.@+/-]*$/.test(rev))
    throw wrong(
      'a branch, a tag or a full commit id after #, as in https://HOST/OWNER/chardev-fc.git#v0.2.0',
      text,
    )
  if (/^(?=.*[a-f])[\da-f]{7,39}$/.test(rev))
    throw wrong('the full commit id (40 digits) after #: git cannot fetch an abbreviated one', text)
  if (url.protocol === 'http:' && !/^([\da-f]{40}|[\da-f]{64})$/.test(rev))
    throw wrong('https://, or a full commit id after #, because http:// can be changed on its way', text)
  return { kind: 'git', url: text.slice(0, text.indexOf('#')), rev }
}

/** Throws UsageError for a URL with a user, a password or a query, which may be secret. */
function urlFrom(place: string, text: string): URL {
  if (!URL.canParse(place)) throw wrong(forms, text)
  const url = new URL(place)
  if (url.password !== '' || url.search !== '' || (url.username !== '' && url.protocol !== 'ssh:')) {
    throw new UsageError(
      '--from: expected a URL without a user, a password and a query: the workflow is stored where others read it',
    )
  }
  return url
}

function allowed(url: URL, protocols: readonly string[], text: string): void {
  if (!protocols.includes(url.protocol))
    throw wrong(protocols.map(protocol => `${protocol}//`).join(' or '), text)
}

function wrong(wanted: string, text: string): UsageError {
  return new UsageError(`--from: expected ${wanted}, got '${text}'`)
}
