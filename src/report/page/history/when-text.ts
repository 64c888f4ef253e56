/** `2026-01-03 02:00 UTC` */
export function whenText(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
