# ---- The guest moves to another QEMU ----------------------------------------

# starts_other NAME [SOCKET]: starts the QEMU of the function other_qemu, which waits for the guest, on NAME-SOCKET if that
# is given. Its files are NAME-*.
starts_other() {
  other_qemu > "$DIR/$1.log" 2>&1 < /dev/null 3>&- &
  OTHER_PID=$!
  QEMUS="$QEMUS $OTHER_PID"
  tries=0
  until [ -S "$DIR/$1-qmp" ] && [ -S "$DIR/$1-${2-qmp}" ]; do
    watch
    kill -0 "$OTHER_PID" 2> /dev/null || inconclusive "the other QEMU ended: $(cat "$DIR/$1.log")"
    [ $((tries += 1)) -lt 300 ] || inconclusive 'the other QEMU did not start within 30 s'
  done
}

# Kills the QEMU that has the guest, which was saved.
kills_qemu() {
  SOURCE_PID=$QEMU_PID QEMU_PID=''
  kills_source
}

# Kills the QEMU that the guest has left.
kills_source() {
  kill -s KILL "$SOURCE_PID"
  wait "$SOURCE_PID" 2> /dev/null
}

# other_takes_over NAME PORT: the guest is in the other QEMU, and its sshd is forwarded to PORT.
other_takes_over() {
  SOURCE_PID=$QEMU_PID QEMU_PID=$OTHER_PID BEATS_IN=$1-beats BEATS=0 SSH_PORT=$2
  log_out
}

# Logs in again, and samples the writers of the jobs that still run.
guest_goes_on() {
  STOPPED='' SILENT=0
  log_in
  for samples in "$DIR"/job*.watch; do
    [ -e "$samples" ] || continue
    job=$(basename "$samples" .watch)
    has_ended "$job" || sample "$job"
  done
  beats "$FIRST_BEATS"
}

# As in_guest, but the command outlives the ssh connection: its output goes to a file in the guest, which is read again
# and again over the connection of the moment. It has a shell of its own, which it may end.
job_in_guest() {
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

ENDED_WITH='chardev-fc: it ended with'
