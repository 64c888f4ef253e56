/** `8.5 s`, `20 min`, `3.1 h` */
export function timeText(seconds: number): string {
  if (seconds < 100) return `${Number(seconds.toFixed(1))} s`
  return seconds < 6000 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}
