import { defineCase, hostsLeave, tcp, virtserialport } from '../src/case.ts'

/**
 * Three hosts connect, say a word and leave while no program in the guest has the port open; then another one comes to
 * stay.
 *
 * QEMU serves one client at a time, and finds out that it has left by reading, or by POLLHUP. It does not read while
 * the port is closed, and of a TCP connection whose peer has closed Linux says POLLIN and POLLRDHUP, but no POLLHUP (of
 * a UNIX socket it does: see unix-hosts-leave). So the first host is never taken for gone, the second and third wait in
 * the listening socket's backlog (1, which lets two wait), and the fourth cannot even connect.
 */
export default defineCase({
  title: 'TCP chardev in server mode: hosts come and leave while the port is closed, another one comes',
  chardev: tcp({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    {
      qemu: '*',
      symptom: 'stuck',
      why: 'a FIN is no POLLHUP, and a closed port is not read: the client that has left is never taken for gone, and nobody else is accepted (chardev/char-socket.c, update_ioc_handlers and tcp_chr_read_poll; commit a8aa6197a2 mended it for UNIX sockets in 2.12)',
    },
  ],
  ...hostsLeave(),
})
