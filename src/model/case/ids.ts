/** The id of the chardev under test on QEMU's command line. */
export const chardevId = 'foo'
/** The id of the guest device wired to it, as on the wiki page. */
export const deviceId = 'test0'
