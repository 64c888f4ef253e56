# ---- Beginning, verdict, end ----------------------------------------------

say() { printf '%s\n' "$*"; }
step() { say "== $*"; }

# One line, and exit status 64: this is no verdict.
refuse() {
  printf '%s: %s\n' "$0" "$*" >&2
  exit 64
}

pass() {
  say "PASS: $*"
  exit 0
}

fail() { # SYMPTOM TEXT; not every failure has a symptom
  [ -n "$ENDED" ] || tick # QEMU's end would explain it
  say "FAIL${1:+ ($1)}$(documented "$1"): $2"
  exit 1
}

inconclusive() {
  say "INCONCLUSIVE: $*"
  exit 2
}

check_equipment() {
  for command in ssh python3 mkfifo mktemp awk sed seq; do
    command -v "$command" > /dev/null || refuse "wanted the command $command, but it is not there: install it"
  done
  command -v "$QEMU" > /dev/null || refuse "wanted a QEMU, but there is no '$QEMU': say QEMU=/path/of/qemu-system-x86_64"
  [ -r "$KERNEL" ] || refuse "wanted the guest's kernel, but cannot read '$KERNEL': say KERNEL=/path/of/vmlinuz"
  [ -r "$INITRD" ] || refuse "wanted the guest's initrd, but cannot read '$INITRD': say INITRD=/path/of/initrd"
  [ -r "$KEY" ] || refuse "wanted the guest's ssh key, but cannot read '$KEY': say KEY=/path/of/id_ed25519"
}

# Everything lies in one private folder, and goes with it.
make_folder() {
  DIR=$(mktemp -d) || refuse 'wanted a folder for sockets, but mktemp -d failed: say TMPDIR=/tmp'
  export DIR
  trap clean_up EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'exit 141' PIPE # who reads this script's words may leave
  # The address of a UNIX socket has at most 107 bytes.
  [ ${#DIR} -le 80 ] || refuse "wanted a short path for sockets, but mktemp made '$DIR': say TMPDIR=/tmp"
  case $DIR in *[!A-Za-z0-9/._-]*) refuse "wanted a plain path for sockets, but mktemp made '$DIR': say TMPDIR=/tmp" ;; esac
  cp "$KEY" "$DIR/key" && chmod 600 "$DIR/key" # ssh takes no key that others may read
}

clean_up() {
  trap '' HUP INT TERM PIPE
  for pid in $SSH_PID $HOST_PID ${HOST_PID:+-$HOST_PID} $QEMU_PID; do
    kill -s KILL -- "$pid"
  done
  wait # for the ssh commands that end with those
  rm -rf "$DIR"
} 2> /dev/null

QEMU_PID='' HOST_PID='' SSH_PID='' ENDED=''
