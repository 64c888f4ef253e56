/** A value inside a QEMU option: a comma is written twice. */
export function quoted(value: string): string {
  return value.replaceAll(',', ',,')
}
