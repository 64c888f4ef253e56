import { alive, arrivesAgain, defineCase, tcp, text, timed, virtserialport } from '../src/case.ts'

export default defineCase({
  title: 'TCP chardev in server mode: hosts come and leave while the port is closed, another one comes',
  chardev: tcp({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),

  async script({ host, guest, port }) {
    const first = await host.open()
    await first.send(text('hello\n'))
    await first.close()
    const second = await host.open()
    await second.send(text('hello\n'))
    await second.close()
    const third = await host.open()
    await third.send(text('hello\n'))
    await third.close()
    const fourth = await host.open()
    await guest.run`echo bar > ${port}`
    await fourth.drain(text('bar\n'))
  },

  expect: [timed({ closes: 'port closed' }), alive(), arrivesAgain(text('bar\n'))],
})
