import { alive, defineCase, ofKind, unix, virtserialport } from 'chardev-fc'

/** The first bytes that the host received are `text`. */
function begins(text) {
  return {
    name: 'begins',
    judge(history) {
      const content = ofKind(history, 'content')[0]
      if (content === undefined || content.bytes < text.length) {
        return { outcome: 'inconclusive', because: `the host received ${content?.bytes ?? 0} bytes` }
      }
      const [first] = content.segments
      const sample = first?.kind === 'other' ? first.sample : ''
      return sample.startsWith(text)
        ? { outcome: 'pass', because: `'${text}' arrived` }
        : { outcome: 'fail', symptom: 'loss', because: `wanted '${text}', the host received '${sample}'` }
    },
  }
}

export default defineCase({
  title: 'UNIX chardev: a line from the guest arrives at a host that reads',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),

  async script({ host, guest, port }) {
    const peer = await host.open()
    await guest.run`echo foo > ${port}`
    await peer.drain('4 B')
  },

  expect: [begins('foo'), alive()],
})
