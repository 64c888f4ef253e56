# ---- The host: one python3 that runs the lines of each step ----------------

start_host() {
  cat > "$DIR/host.py" << 'EOF'
@host.py@
EOF
  mkfifo "$DIR/steps"
  exec 3<> "$DIR/steps"
  python3 "$DIR/host.py" < "$DIR/steps" 2>&1 3>&- &
  HOST_PID=$!
  # shellcheck disable=SC2046 # several words are intended
  export $(python3 -c '
import socket
free = {name: socket.socket() for name in ["SSH_PORT", "PORT"] + ["PORT%d" % number for number in range(2, 32)]}
for sock in free.values(): sock.bind(("127.0.0.1", 0))
print(*("%s=%d" % (name, sock.getsockname()[1]) for name, sock in free.items()))')
}

# Runs the Python statements on stdin in the host process, without waiting.
host_beside() {
  HOST_STEP="$DIR/step$((HOST_STEPS += 1)).py"
  cat > "$HOST_STEP"
  echo "$HOST_STEP" >&3
}

host() {
  [ "$READING" != on ] || inconclusive 'the host had to read more than the case says before it could continue'
  host_beside
  wait_for host_is_done
}

host_reads() {
  READING=now
  host
  READING=
}

host_is_done() { [ -e "$HOST_STEP.done" ]; }

# Reads everything in the background, and makes the file "ended" when QEMU ends the connection. Opens an end if none is
# open.
host_reads_on() {
  READING=on
  opens=
  if [ -z "$READ" ]; then
    say 'It opens the chardev for that.'
    opens=$OPEN_AT_LAST READ=$READ_AT_LAST
  fi
  host_beside << EOF
$opens
had = -1
while read_so_far() > had:
    had = read_so_far()
    $READ
put("ended", "")
EOF
}

# Whether QEMU has ended the connection that the host reads from: a read then returns nothing at once.
connection_ended() {
  rm -f "$DIR/ended"
  host_beside << EOF
had = read_so_far()
$READ
if read_so_far() == had:
    put("ended", "")
EOF
  for _ in $(seq 10); do tick; done
  [ -e "$DIR/ended" ]
}

# Asks QEMU's monitor without waiting; its answer makes the file "answered".
ask_monitor() {
  ASKED=yes
  host_beside << 'EOF'
seen_by_qemu()
put("answered", "")
EOF
}

# compared_by PYTHON: sets COMPARED to same, short, again or differs, COMPARISON to a sentence, and WANTED to the number of
# bytes that should have been written.
compared_by() {
  rm -f "$DIR/compared"
  host_beside << EOF
$1
EOF
  until [ -e "$DIR/compared" ]; do watch; done
  read -r COMPARED COMPARISON < "$DIR/compared"
  read -r WANTED < "$DIR/wanted"
}

# READ: a Python statement that reads from the open end; empty if none is open.
HOST_STEPS=0 HOST_STEP='' READ='' READING='' ASKED=''
