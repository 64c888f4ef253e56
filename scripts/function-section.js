/**
 * A section of a page about a function that cases call.
 *
 * @param {import('./exported-functions.js').ExportedFunction} described
 * @param {readonly string[]} uses lines about the cases that use it
 */
export function functionSection({ name, signature, types, text }, uses) {
  return [
    `### ${name}`,
    '',
    '```ts',
    signature,
    ...types,
    '```',
    '',
    text,
    '',
    ...uses,
    ...(uses.length > 0 ? [''] : []),
  ].join('\n')
}
