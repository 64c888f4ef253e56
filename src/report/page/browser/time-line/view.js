/** The time span that all charts show, in seconds of the axis; `onChange` is called with it. */
export function makeView(charts, whole, script, onChange) {
  let shown = whole
  const show = ([from, to]) => {
    const span = Math.min(Math.max(to - from, 0.02), whole[1] - whole[0])
    const start = Math.min(Math.max(from, whole[0]), whole[1] - span)
    shown = [start, start + span]
    onChange(shown)
    for (const chart of charts) {
      const { min, max } = chart.scales.x
      if (min !== shown[0] || max !== shown[1]) chart.setScale('x', { min: shown[0], max: shown[1] })
    }
  }
  const zoom = (factor, centre = (shown[0] + shown[1]) / 2) =>
    show([centre - (centre - shown[0]) * factor, centre + (shown[1] - centre) * factor])
  const move = part => show(shown.map(edge => edge + part * (shown[1] - shown[0])))
  const verbs = {
    '+': () => zoom(0.5),
    '=': () => zoom(0.5),
    '-': () => zoom(2),
    ArrowLeft: () => move(-0.25),
    ArrowRight: () => move(0.25),
    s: () => show(script),
    a: () => show(whole),
  }
  const key = event => {
    if (event.ctrlKey || event.metaKey || event.altKey || verbs[event.key] === undefined) return
    event.preventDefault()
    verbs[event.key]()
  }
  return { show, zoom, move, verbs, key, shown: () => shown }
}
