# ---- QEMU and the guest -----------------------------------------------------

boot() {
  step "$("$QEMU" --version | head -n 1)"
  qemu > "$DIR/qemu.log" 2>&1 < /dev/null 3>&- &
  QEMU_PID=$!
  QEMUS=$QEMU_PID
  tries=0
  # The guest's ttyS1: ready, and b COUNT UPTIME twenty times a second.
  until grep -q '^ready' "$DIR/$BEATS_IN" 2> /dev/null; do
    sleep 0.1
    kill -0 "$QEMU_PID" 2> /dev/null || not_up 'QEMU ended'
    [ $((tries += 1)) -lt 900 ] || not_up 'it did not boot within 90 s'
  done
  log_in
  beats "$FIRST_BEATS"
  from=$BEATS before=$(cpu_times)
  beats "$HEALTHY_BEATS"
  cpu_since "$before"
  HEALTHY=$CPU_RAN
  # By the guest's clock: this script polls too seldom to see when beats arrive.
  SILENCE_MS=$(tail -n +"$from" "$DIR/$BEATS_IN" | awk -v floor="$SILENCE_FLOOR_MS" -v factor="$SILENCE_FACTOR" '
    { if (last && $3 - last > slowest) slowest = $3 - last; last = $3 }
    END { ms = 1000 * factor * slowest; if (ms < floor) ms = floor; printf "%d", ms }')
  least=$((STANDSTILL_SILENCES * SILENCE_MS))
  [ "$STANDSTILL_MS" -ge "$least" ] || STANDSTILL_MS=$least
}

log_in() {
  (to_guest -M -N) &
  SSH_PID=$! tries=0
  until [ -S "$DIR/ssh" ]; do
    watch
    kill -0 "$SSH_PID" 2> /dev/null || no_ssh 'ssh could not log in'
    [ $((tries += 1)) -lt 600 ] || no_ssh 'ssh could not log in within 60 s'
  done
  has_ports
}

# The guest may learn the names of its ports later than its sshd listens.
has_ports() {
  [ -n "$HAS_PORTS" ] || return 0
  rm -f "$DIR/ports.status"
  in_guest ports "$HAS_PORTS"
  until [ -s "$DIR/ports.status" ]; do watch; done
  [ "$(cat "$DIR/ports.status")" = 0 ] || not_up "$(sed 1d "$DIR/ports.out")" 'the guest is up, but has no port'
}

# Waits until the guest has booted after a reset, and logs in again.
boots_again() {
  tries=0
  until [ "$(grep -c '^ready' "$DIR/$BEATS_IN")" -gt "$BOOTS" ]; do
    watch
    [ $((tries += 1)) -lt 900 ] || not_up 'it did not boot within 90 s' 'the guest did not come up after the reset'
  done
  : $((BOOTS += 1))
  kill "$SSH_PID"
  wait "$SSH_PID" 2> /dev/null
  rm -f "$DIR/ssh"
  log_in
  STOPPED=''
  beats "$FIRST_BEATS"
}

# starts_other NAME: starts the QEMU of the function other_qemu, which waits for the guest. Its files begin with NAME.
starts_other() {
  other_qemu > "$DIR/$1.log" 2>&1 < /dev/null 3>&- &
  OTHER_PID=$!
  QEMUS="$QEMUS $OTHER_PID"
  tries=0
  until [ -S "$DIR/$1-qmp" ]; do
    watch
    kill -0 "$OTHER_PID" 2> /dev/null || inconclusive "the other QEMU ended: $(cat "$DIR/$1.log")"
    [ $((tries += 1)) -lt 300 ] || inconclusive 'the other QEMU did not start within 30 s'
  done
}

kills_qemu() {
  SOURCE_PID=$QEMU_PID QEMU_PID=''
  kills_source
}

# Kills the QEMU that the guest has left.
kills_source() {
  kill -s KILL "$SOURCE_PID"
  wait "$SOURCE_PID" 2> /dev/null
}

# moves_over NAME PORT: the guest is in the other QEMU, and its sshd can be reached through PORT.
moves_over() {
  SOURCE_PID=$QEMU_PID QEMU_PID=$OTHER_PID BEATS_IN=$1-beats BEATS=0 SSH_PORT=$2
  kill "$SSH_PID"
  wait "$SSH_PID" 2> /dev/null
  rm -f "$DIR/ssh"
}

# Logs in again, and samples the writers of the jobs that still run.
goes_on_there() {
  STOPPED='' SILENT=0
  log_in
  for samples in "$DIR"/job*.watch; do
    [ -e "$samples" ] || continue
    job=$(basename "$samples" .watch)
    has_ended "$job" || sample "$job"
  done
  beats "$FIRST_BEATS"
}

not_up() {
  cat "$DIR/qemu.log"
  [ ! -s "$DIR/console" ] || tail -n 12 "$DIR/console" | tr -d '\r'
  inconclusive "${2:-the guest did not come up}: $1"
}

no_ssh() { not_up "$1" 'the guest is up and beats on its serial port, but cannot be reached'; }

# Call it in a subshell, which ssh replaces. One connection serves all commands.
to_guest() {
  exec ssh -F /dev/null -i "$DIR/key" -p "$SSH_PORT" -S "$DIR/ssh" -o BatchMode=yes -o IdentitiesOnly=yes \
    -o LogLevel=ERROR -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null root@127.0.0.1 "$@" \
    < /dev/null 3>&-
}

# in_guest NAME COMMAND: writes the pid of the guest's shell and the output to NAME.out, the exit status to NAME.status.
in_guest() {
  (
    (to_guest "echo \$\$; $2
exit \$?") > "$DIR/$1.out" 2>&1
    echo $? > "$DIR/$1.status"
  ) 2> /dev/null &
}

# The same for a command that may outlive the ssh connection: its output goes to a file in the guest, which is read again
# and again over whatever connection there is. It has a shell of its own, which it may end.
in_guest_for_long() {
  [ -n "$MIGRATES" ] || {
    in_guest "$@"
    return
  }
  (
    (to_guest "(trap '' HUP; exec > /tmp/$1 2>&1 < /dev/null; sh -c 'echo \$PPID' > /tmp/$1.shell; (sh -c 'echo \$PPID'; $2
exit \$?)
echo \$? > /tmp/$1.status) &")
    until [ -e "$DIR/over" ] || grep -q "^$ENDED_WITH" "$DIR/$1.out"; do
      sleep 0.2
      (to_guest -o ProxyCommand=false "read -r pid < /tmp/$1.shell; runs=; [ ! -e /proc/\$pid ] || runs=yes; cat /tmp/$1
[ -n \"\$runs\" ] || { echo; echo \"$ENDED_WITH \$(cat /tmp/$1.status)\"; }") > "$DIR/$1.new" && mv "$DIR/$1.new" "$DIR/$1.out"
    done
    sed -n "s/^$ENDED_WITH //p" "$DIR/$1.out" | grep . > "$DIR/$1.status" || echo killed > "$DIR/$1.status"
  ) > /dev/null 2>&1 &
}

guest_background() { # COMMAND
  in_guest_for_long "background$((JOBS += 1))" "$1"
}

# guest_starts COMMAND [PORT]: starts a job and samples its writer. PORT: if it is not the port under test; empty: no file.
guest_starts() {
  JOB=job$((JOBS += 1))
  say "$1" > "$DIR/$JOB.command"
  in_guest_for_long "$JOB" "$1"
  tries=0
  until [ -s "$DIR/$JOB.out" ] || has_ended "$JOB"; do
    watch
    [ $((tries += 1)) -lt 600 ] || inconclusive 'the guest did not start the command within 60 s'
  done
  port=${2-$WRITES_TO}
  [ -n "$port" ] || return 0
  say "$port" > "$DIR/$JOB.port"
  sample "$JOB"
}

# sample JOB: adds to JOB.watch, ten times a second, p PID BYTES-WRITTEN STATE WCHAN SYSCALL UPTIME of the process that has
# the port open, or r PID BYTES-READ ... of one that only reads.
sample() {
  (to_guest "/usr/lib/chardev-fc/watch $(cat "$DIR/$1.port") 0.1 $(head -n 1 "$DIR/$1.out")") >> "$DIR/$1.watch" 2> /dev/null &
}

has_ended() { [ -s "$DIR/$1.status" ]; }

# guest_ends JOB STATUS: waits until the job exits, and checks its status.
guest_ends() {
  wait_for has_ended "$1"
  read -r status < "$DIR/$1.status"
  [ "$status" = "$2" ] && return
  sed 1d "$DIR/$1.out"
  case $status in
    126 | 127) inconclusive "the guest cannot run the command of $1 (status $status)" ;;
    255) inconclusive "the ssh connection of $1 broke" ;;
  esac
  fail '' "$1 exited with status $status (expected: $2)"
}

# guest_kills JOB TEXT NAME: the guest kills a job with this shell text, which says how much its writer had written: the
# Python variable NAME.
guest_kills() {
  in_guest "killing_$1" "pid=$(head -n 1 "$DIR/$1.out")
$2"
  wait_for has_ended "killing_$1"
  wait_for has_ended "$1"
  awk '$1 == "p" { print $3 }' "$DIR/killing_$1.out" > "$DIR/$1.killed"
  host_beside << EOF
$3 = $(grep . "$DIR/$1.killed" || echo 0)
EOF
  wait_for host_is_done
}

guest_runs() { # COMMAND [PORT]
  guest_starts "$@"
  guest_ends "$JOB" 0
}

# said_of FILE: sets SIZE and SUM to what wc -c and sha256sum printed for a file in the guest.
said_of() {
  SIZE=$(sed -n "s|^ *\([0-9][0-9]*\)  *$1\$|\1|p" "$DIR"/job*.out | tail -n 1)
  SUM=$(sed -n "s|^\([0-9a-f]\{64\}\)  *$1\$|\1|p" "$DIR"/job*.out | tail -n 1)
  if [ -z "$SIZE" ] || [ -z "$SUM" ]; then inconclusive "the guest did not print the size and sha256sum of $1"; fi
}

JOBS=0 JOB='' BOOTS=1 BEATS_IN=beats ENDED_WITH='chardev-fc: it ended with'
