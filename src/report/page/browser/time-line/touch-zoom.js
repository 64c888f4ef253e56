/** One finger moves the chart, two zoom it; vertical movement scrolls the page. */
export function touchZoom(chart, view) {
  const fingers = new Map()
  const time = x => chart.posToVal(x - chart.over.getBoundingClientRect().left, 'x')
  const spread = () => {
    const [one, other] = [...fingers.values()]
    return Math.max(10, Math.abs(one - other))
  }
  chart.over.addEventListener('pointerdown', event => {
    if (event.pointerType === 'touch') fingers.set(event.pointerId, event.clientX)
  })
  chart.over.addEventListener('pointermove', event => {
    const last = fingers.get(event.pointerId)
    if (last === undefined) return
    const before = fingers.size === 2 ? spread() : 0
    fingers.set(event.pointerId, event.clientX)
    if (fingers.size === 2) {
      const [one, other] = [...fingers.values()]
      view.zoom(before / spread(), time((one + other) / 2))
    } else {
      const moved = time(event.clientX) - time(last)
      view.show(view.shown().map(edge => edge - moved))
    }
  })
  for (const name of ['pointerup', 'pointercancel'])
    chart.over.addEventListener(name, event => fingers.delete(event.pointerId))
}
