import { SaxesParser } from 'saxes'

/** Elements as a parser sees them, that knows nothing of us: the page is well-formed XML but for what HTML leaves open. */
export function elements(
  text: string,
): { name: string; attributes: { [name: string]: string }; text: string }[] {
  const found: { name: string; attributes: { [name: string]: string }; text: string }[] = []
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) =>
    found.push({ name, attributes: { ...attributes } as never, text: '' }),
  )
  parser.on('text', more => {
    const last = found.at(-1)
    if (last) last.text += more
  })
  parser.on('error', error => {
    throw error
  })
  parser
    .write(text.replace('<!doctype html>', '').replaceAll(/<(meta|link|br|input)\b([^>]*)>/g, '<$1$2/>'))
    .close()
  return found
}
