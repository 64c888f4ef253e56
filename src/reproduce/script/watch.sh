# ---- What is watched while the case runs ------------------------------------

# One tick, 0.1 s or somewhat more. Limits are counted in ticks: when this script is late, the guest may be late too.
tick() {
  sleep 0.1
  [ -n "$QEMU_PID" ] || return 0
  kill -0 "$QEMU_PID" 2> /dev/null || qemu_ended
  beats=$(wc -l < "$DIR/$BEATS_IN")
  [ "$beats" -eq "$BEATS" ] && [ -z "$STOPPED" ] || SILENT=-100
  BEATS=$beats
  [ $((SILENT += 100)) -ne 100 ] || SILENT_FROM=$(cpu_times)
}

watch() {
  tick
  if [ -e "$DIR/failed" ] || ! kill -0 "$HOST_PID" 2> /dev/null; then host_failed; fi
  [ -n "$QEMU_PID" ] || return 0
  if over "$SILENT" "$SILENT_FROM" "$SILENCE_MS" "$SILENCE_MS" $((UNCLEAR_FACTOR * SILENCE_MS + UNCLEAR_MS)); then
    [ -n "$HEALTHY" ] || not_up 'it fell silent'
    at_silence
    inconclusive 'the guest fell silent'
  fi
  [ $(((TICKS += 1) % 5)) -eq 0 ] || return 0
  moved=$(movement)
  [ "$moved" = "$MOVED" ] || STILL=-500
  MOVED=$moved
  [ $((STILL += 500)) -ne 500 ] || STILL_FROM=$(cpu_times)
}

# over MS FROM LIMIT LEAST MOST: whether MS reach LIMIT and at least LEAST of them are fair, or MS reach MOST.
over() { [ "$1" -ge "$3" ] && { fair "$1" "$2" "$4" || [ "$1" -ge "$5" ]; }; }

# Changes whenever something moves on the data path: bytes that the host read or sent, that the writer wrote, that a job
# printed.
movement() {
  cat "$DIR/moved" "$DIR"/job*.status
  cat "$DIR"/job*.out | wc -c
  [ -z "$JOB" ] || tail -n 1 "$DIR/$JOB.watch" | cut -d ' ' -f 2,3
} 2> /dev/null

# Whether the guest beats but nothing moves, for so long that it is neither late nor working.
stands_still() {
  [ "$SILENT" -lt $((SILENCE_MS / 2)) ] && [ "$STILL" -ge "$STANDSTILL_MS" ] || return 1
  limit=$LATE_STANDSTILL_MS least=$LATE_MS
  if has_other_work; then
    limit=$WORK_MS
  elif will_not_move; then
    limit=$STANDSTILL_MS least=$((STANDSTILL_MS / 2))
  fi
  over "$STILL" "$STILL_FROM" "$limit" "$least" $((UNCLEAR_FACTOR * limit))
}

# Whether a job runs that is not seen blocked at the port.
has_other_work() {
  for job in "$DIR"/job*.out; do
    job=$(basename "$job" .out)
    [ ! -e "$DIR/$job.out" ] || has_ended "$job" || blocked "$job" 0 0 || blocked "$job" 0 0 r || return 0
  done
  return 1
} > /dev/null

# Whether a command in the guest is blocked at the port, and not because the host has no more to send.
will_not_move() {
  if [ -e "$DIR/opening" ] || has_ended "$JOB"; then return 1; fi
  blocked "$JOB" 0 $((STANDSTILL_MS / 2)) || { ! all_is_sent && blocked "$JOB" 0 $((STANDSTILL_MS / 2)) r; }
} > /dev/null

# wait_for COMMAND...: waits until it succeeds, as long as something moves.
wait_for() {
  STILL=0
  until "$@"; do
    watch
    ! stands_still || nothing_moves
  done
}

# beats COUNT: waits for COUNT beats of the guest (twenty per second).
beats() {
  last=$((BEATS + $1))
  while [ "$BEATS" -lt "$last" ]; do watch; done
}

idle() { # COUNT
  step "The host idles until the guest has sent $1 beats"
  rest "$1"
}

until_stalled() {
  step 'The host reads nothing until the writer is blocked'
  from=$(wc -l 2> /dev/null < "$DIR/$JOB.watch")
  STILL=0
  until STALLED=$(blocked "$JOB" "$from" "$STALL_MS"); do
    if all_have_ended; then
      say 'The writer exited without being seen blocked.'
      return
    fi
    watch
    ! stands_still || inconclusive 'nothing moves, but the writer is not seen blocked: no back-pressure was proven'
  done
  say "The writer $STALLED."
  rest "$BEATS_AFTER_STALL"
  prove "the writer $STALLED while the guest stayed alive"
}

# rest COUNT: waits for COUNT beats while QEMU has nothing to do.
rest() {
  REST_FROM=$(cpu_times)
  beats "$1"
  at_rest
}

all_have_ended() {
  for job in "$DIR"/job*.out; do has_ended "$(basename "$job" .out)" || return 1; done
}

# blocked JOB FROM MS [r]: prints where the job's writer (r: its reader) has slept for MS at one byte, not counting sleeps of
# its own, such as nanosleep (by the guest's clock; FROM: the first sample that counts).
blocked() {
  awk -v from="$2" -v long="$3" -v mark="${4:-p}" -v fewest="$STALL_SAMPLES" -v wish="$OWN_WISH" '
    NR <= from { next }
    { asleep = $1 == mark && $4 ~ /^[SD]$/ && $5 !~ wish && !(mark == "p" && $6 == "0") } # not in read()
    asleep && $5 == "0" { asleep = $6 == 1; $5 = "write" } # Linux 5.10 shows no wchan, but the system call
    !asleep { samples = 0; next }
    !samples || $3 != byte { since = $7; byte = $3; samples = 0 }
    { samples++; now = $7; where = $5 }
    END {
      if (!asleep || samples < fewest || (now - since) * 1000 < long) exit 1
      printf "was blocked in %s after %s bytes", where, byte
    }' "$DIR/$1.watch" 2> /dev/null
}

until_unsent() {
  step 'The host sends until the chardev accepts no more'
  same=0 last='' from='' STILL=0
  until [ "$same" -ge "$HOST_STALL_MS" ] && fair "$same" "$from" "$HOST_STALL_MS"; do
    watch
    ! stands_still || inconclusive 'the chardev accepts no more, but the guest or QEMU is too slow to tell why'
    read -r _ sent _ < "$DIR/moved"
    [ "$sent" -lt "$TO_SEND" ] || break
    # A QEMU that is stopped from outside accepts nothing either, but its guest does not beat.
    if [ "$sent" = "$last" ] && [ "$SILENT" -lt $((HOST_STALL_MS / 2)) ]; then
      : $((same += 100))
    else
      same=0 last=$sent from=$(cpu_times)
    fi
  done
  grown=$(($(memory) - MEMORY))
  at_unsent
  say "The chardev has accepted $sent bytes, and QEMU's memory has grown by $grown bytes."
  [ "$sent" -lt "$TO_SEND" ] || return 0
  HELD_BACK=yes
  rest "$BEATS_AFTER_STALL"
  prove "the chardev accepted no more after $sent bytes while the guest stayed alive"
}

all_is_sent() {
  read -r _ sent _ < "$DIR/moved"
  [ "$sent" -ge "$TO_SEND" ]
}

STOPPED='' TICKS=0 BEATS=0 SILENT=0 STILL=0 MOVED='' HEALTHY='' TO_SEND=0 MEMORY=0 STALLED='' HELD_BACK=''
SILENCE_MS=15000 # until the healthy phase gives the limit
