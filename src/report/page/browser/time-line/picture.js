import { colour } from './colour.js'

const margin = 16
const lineHeight = 22

/** Saves what a time line shows as a PNG: the headline of its section, the charts, and the names of the curves. */
export async function savePicture(figure, charts, names) {
  const section = figure.closest('section')
  const canvas = draw(
    headOf(section),
    charts.map(({ ctx }) => ctx.canvas),
    names,
  )
  const blob = await new Promise(resolve => canvas.toBlob(resolve, 'image/png'))
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = `${section.id.replace(/[^A-Za-z0-9._-]+/g, '-')}.png`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

function headOf(section) {
  const because = section.querySelector('.because')?.textContent ?? ''
  return [section.querySelector('h2').textContent, because].map(text => text.replace(/\s+/g, ' '))
}

function draw([title, because], pictures, names) {
  const pixels = devicePixelRatio
  const canvas = document.createElement('canvas')
  const charts = pictures.reduce((sum, { height }) => sum + height, 0)
  canvas.width = Math.max(...pictures.map(({ width }) => width)) + 2 * margin * pixels
  canvas.height = charts + (2 * margin + 3 * lineHeight) * pixels
  const ctx = canvas.getContext('2d')
  ctx.fillStyle = colour('--paper')
  ctx.fillRect(0, 0, canvas.width, canvas.height)
  const left = margin * pixels
  let y = margin * pixels
  const write = (text, font, ink, x = left) => {
    ctx.font = font.replace(/\d+/, size => size * pixels)
    ctx.fillStyle = colour(ink)
    ctx.fillText(text, x, y + 15 * pixels, canvas.width - x - left)
    return ctx.measureText(text).width
  }
  write(title, 'bold 16px system-ui, sans-serif', '--text')
  y += lineHeight * pixels
  write(because, '14px system-ui, sans-serif', '--text')
  y += lineHeight * pixels
  for (const picture of pictures) {
    ctx.drawImage(picture, left, y)
    y += picture.height
  }
  let x = left
  for (const [name, ink] of names) x += write(`■ ${name}`, '13px system-ui, sans-serif', ink, x) + left
  return canvas
}
