/**
 * A script that starts an unpacked QEMU with the loader and libraries that it was built for, wherever its folder is. It
 * is used like a QEMU binary. POSIX sh; `exec` leaves one process.
 */
export const qemuWrapper = `#!/bin/sh
# Starts the QEMU in this folder with the folder's own loader and libraries: it need not fit the machine's libc.
self=$0
if [ -h "$self" ]; then self=$(readlink -f -- "$self"); fi
case $self in
  */*) here=\${self%/*} ;;
  *) here=. ;;
esac
case $here in
  /*) ;;
  *) here=$PWD/$here ;;
esac
# The machine's own modules and preloads belong to another QEMU, another glib and another libc.
unset LD_PRELOAD LD_LIBRARY_PATH
QEMU_MODULE_DIR=$here/modules
GIO_MODULE_DIR=$here/modules/none
export QEMU_MODULE_DIR GIO_MODULE_DIR
exec "$here/lib/ld-linux-x86-64.so.2" --inhibit-cache --library-path "$here/lib" \\
  "$here/bin/qemu-system-x86_64" -L "$here/firmware" "$@"
`
