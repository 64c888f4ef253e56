import { defineCase, hostsLeave, tcp, virtserialport } from '../src/case.ts'

/**
 * Three hosts connect, send a line and leave while the guest has the port closed. Then a fourth connects and stays.
 *
 * QEMU serves one client at a time, and notices that it has left by reading, or by POLLHUP. It does not read while the
 * port is closed, and when a TCP peer closes, Linux reports POLLIN and POLLRDHUP but no POLLHUP (for a UNIX socket it
 * does: unix-hosts-leave). QEMU therefore keeps the first host; the second and third wait in the listening socket's
 * backlog (1, which holds two), and the fourth cannot connect.
 */
export default defineCase({
  title: 'TCP chardev in server mode: hosts connect and leave while the port is closed, then one stays',
  chardev: tcp({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    {
      qemu: '*',
      symptom: 'stuck',
      why: 'a FIN raises no POLLHUP, and QEMU does not read while the port is closed: it keeps the client that has left, and accepts nobody else (chardev/char-socket.c, update_ioc_handlers and tcp_chr_read_poll; commit a8aa6197a2 fixed this for UNIX sockets in 2.12)',
    },
  ],
  ...hostsLeave(),
})
