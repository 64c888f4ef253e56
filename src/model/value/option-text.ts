/** A value inside an option list of QEMU's: a comma ends the value, two are one of its own (util/qemu-option.c). */
export function quoted(value: string): string {
  return value.replaceAll(',', ',,')
}
