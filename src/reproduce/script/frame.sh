# ---- Start, verdict, clean-up ---------------------------------------------

say() { printf '%s\n' "$*"; }
step() { say "== $*"; }

# Prints one line and exits with status 64, which is no verdict.
refuse() {
  printf '%s: %s\n' "$0" "$*" >&2
  exit 64
}

pass() {
  say "PASS: $*"
  exit 0
}

fail() { # SYMPTOM TEXT; not every failure has a symptom
  [ -n "$ENDED" ] || tick # an exit of QEMU would explain it
  say "FAIL${1:+ ($1)}$(documented "$1"): $2"
  exit 1
}

inconclusive() {
  say "INCONCLUSIVE: $*"
  exit 2
}

check_equipment() {
  for command in $PROGRAMS; do
    command -v "$command" > /dev/null || refuse "the command $command is missing: install it"
  done
  command -v "$QEMU" > /dev/null || refuse "there is no QEMU at '$QEMU': set QEMU=/path/of/qemu-system-x86_64"
  [ -r "$KERNEL" ] || refuse "cannot read the guest's kernel '$KERNEL': set KERNEL=/path/of/vmlinuz"
  [ -r "$INITRD" ] || refuse "cannot read the guest's initrd '$INITRD': set INITRD=/path/of/initrd"
  [ -r "$KEY" ] || refuse "cannot read the guest's ssh key '$KEY': set KEY=/path/of/id_ed25519"
}

# All files are in one private folder, which is removed at the end.
make_folder() {
  DIR=$(mktemp -d) || refuse 'mktemp -d could not make a folder for sockets: set TMPDIR=/tmp'
  export DIR
  trap clean_up EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'exit 141' PIPE # the reader of the output may exit
  # The address of a UNIX socket has at most 107 bytes.
  [ ${#DIR} -le 80 ] || refuse "the path '$DIR' is too long for sockets: set TMPDIR=/tmp"
  case $DIR in *[!A-Za-z0-9/._-]*) refuse "the path '$DIR' may have only letters, digits and ./_-: set TMPDIR=/tmp" ;; esac
  cp "$KEY" "$DIR/key" && chmod 600 "$DIR/key" # ssh rejects a key that others can read
}

clean_up() {
  trap '' HUP INT TERM PIPE
  true > "$DIR/over" # who reads what a job prints looks for this
  for pid in $SSH_PID $HOST_PID ${HOST_PID:+-$HOST_PID} $QEMUS; do
    kill -s KILL -- "$pid"
  done
  wait # for the ssh commands that end with those
  rm -rf "$DIR"
} 2> /dev/null

QEMU_PID='' QEMUS='' HOST_PID='' SSH_PID='' ENDED=''
