/** A value inside an option list of QEMU: a comma ends it, and two commas stand for one (util/qemu-option.c). */
export function quoted(value: string): string {
  return value.replaceAll(',', ',,')
}
