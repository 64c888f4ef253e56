# ---- The verdict ------------------------------------------------------------

host_failed() {
  sleep 1 # an exit of QEMU would explain it
  [ -z "$QEMU_PID" ] || kill -0 "$QEMU_PID" 2> /dev/null || qemu_ended
  inconclusive "the host's Python failed (see above)"
}

qemu_ended() {
  wait "$QEMU_PID" 2> /dev/null
  status=$? ENDED=yes
  cat "$DIR/qemu.log"
  at_exit
  inconclusive "QEMU ended with status $status"
}

# goes_on MS: whether the silent guest beats again within MS.
goes_on() {
  until=$((SILENT + $1))
  while [ "$SILENT" -gt 0 ]; do
    [ "$SILENT" -lt "$until" ] || return 1
    tick
  done
}

# The guest is alive, but nothing moves.
nothing_moves() {
  say "Nothing has moved for $STILL ms."
  [ -z "$STOPPED" ] || inconclusive 'nothing moves while the machine is stopped'
  at_standstill
  if [ -e "$DIR/opening" ]; then
    stuck="the host could not open the chardev for $STILL ms"
    fair "$STILL" "$STILL_FROM" "$LATE_MS" || inconclusive "$stuck, but $(busy)"
    fail stuck "$stuck, although the guest was alive"
  fi
  [ -n "$READ$READING" ] || inconclusive "${STARVED:-nothing moves, and the host has nothing to read from}"
  if [ -z "$READING" ]; then
    say 'The host now reads whatever there is.'
    host_reads_on
    STILL=0
    return
  fi
  ended='although the host reads'
  if connection_ended; then ended='and QEMU has ended the connection'; fi
  if all_ended_well && { [ -e "$DIR/ended" ] || fair "$STILL" "$STILL_FROM" "$LATE_MS"; }; then ALL_WRITTEN=yes; fi
  at_reading
  inconclusive "${STARVED:-${DOUBT:-nothing moves, $ended}}"
}

# Whether the writer is blocked and nothing has moved for long enough; sets stall. Undecided on a starved host.
is_stuck() {
  stall=$(blocked "$JOB" 0 $((STANDSTILL_MS / 2))) || return 1
  fair "$STILL" "$STILL_FROM" $((STANDSTILL_MS / 2)) || STARVED="the writer $stall, but $(busy)"
  [ -z "$STARVED" ]
}

busy() { say "this host is busy: QEMU waited $CPU_WAITED of $CPU_MS ms for a CPU"; }

all_ended_well() {
  for job in "$DIR"/job*.out; do
    [ -e "${job%.out}.killed" ] || [ "$(cat "${job%.out}.status" 2> /dev/null)" = 0 ] || return 1
  done
}

# written: sets WRITTEN to how much all jobs wrote; empty if one is unknown. What dd printed is exact; a sampled writer may
# have written more before it exited.
written() {
  WRITTEN=0 EXACT=yes
  for job in "$DIR"/job*.out; do
    block=$(sed -n 's/.*\<dd\>.*\<bs=\([0-9]*k\{0,1\}\)\>.*/\1/p' "${job%.out}.command")
    case $block in *k) block=$((${block%k} * 1024)) ;; esac
    bytes=$(sed -n 's/^\([0-9]*\)+0 records out$/\1/p' "$job" | tail -n 1)
    if [ -n "$block" ] && [ -n "$bytes" ]; then bytes=$((bytes * block)); else bytes=; fi
    [ -n "$bytes" ] || bytes=$(cat "${job%.out}.killed" 2> /dev/null)
    if [ -z "$bytes" ]; then
      EXACT=
      bytes=$(awk '$1 == "p" { bytes = $3 } END { print bytes }' "${job%.out}.watch" 2> /dev/null)
    fi
    if [ -z "$bytes" ]; then
      WRITTEN=
      return
    fi
    : $((WRITTEN += bytes))
  done
}

# arrives PYTHON: compares what has arrived. Different bytes are a loss; repeated bytes are doubled, if the guest wrote them
# once; missing bytes fail only if everything was written and the host has kept reading for longer than they may be late.
arrives() {
  compared_by "$1"
  written
  case $COMPARED in
    same) prove "$COMPARISON" ;;
    differs) fail loss "$COMPARISON" ;;
    again)
      [ -z "$EXACT" ] || [ "$WRITTEN" != "$WANTED" ] || fail doubled "$COMPARISON"
      doubt "$COMPARISON, but how much was written is not known for sure, or is more than was expected"
      ;;
    *)
      if [ -n "$ALL_WRITTEN" ] && [ -n "$LAST_READ" ] && [ "${WRITTEN:-$WANTED}" -ge "$WANTED" ]; then
        not_here "$COMPARISON, although the writer wrote them all and the host reads" "${COMPARISON%% *}"
      fi
      doubt "$COMPARISON, but not everything was written, or read"
      ;;
  esac
}

# arrives_at PORT PYTHON: compares what has arrived at a further port. Whether bytes that are missing, or came again, were
# written, read or only late is not known there.
arrives_at() {
  compared_by "$2"
  case $COMPARED in
    same) prove "$COMPARISON at $1" ;;
    differs) fail loss "at $1: $COMPARISON" ;;
    *) doubt "at $1: $COMPARISON" ;;
  esac
}

# not_here WHAT BYTES: the missing bytes are lost if QEMU ended the connection, or if a line that the guest writes now
# arrives; else they are stuck. BYTES: their number; if as many arrive now, they may only have been late.
not_here() {
  [ ! -e "$DIR/ended" ] || fail loss "$1; QEMU has ended the connection"
  before=$(cpu_times)
  ! line_comes || fail loss "$1; a line that the guest wrote after them arrived"
  case $(cat "$DIR/marker.status" 2> /dev/null) in
    '' | 0) ;;
    *) inconclusive "$1; but the guest could not open the port again: a process may still be writing to it" ;;
  esac
  [ "$CAME" -ne "$2" ] || inconclusive "$1; as many bytes as are missing arrived later, without a line after them"
  [ "$CAME" -gt 0 ] || fair "$MARKER_MS" "$before" $((MARKER_MS / 2)) || inconclusive "$1; but $(busy)"
  fail stuck "$1"
}

# Whether a line that the guest writes now arrives, and nothing else: bytes that were held back may arrive instead. Sets
# CAME to the number of bytes that arrived.
line_comes() {
  read -r had _ < "$DIR/moved"
  in_guest marker "$MARKER_COMMAND"
  for _ in $(seq $((MARKER_MS / 100))); do tick; done
  host_beside << EOF
came_alone(b'$MARKER', $had)
EOF
  until [ -e "$DIR/came" ]; do watch; done
  read -r CAME what < "$DIR/came"
  [ "$what" = line ]
}

# The case ran to its end.
conclude() {
  step 'The case is over: check that everything arrived, and nothing else'
  read=
  while had=$read && beats "$AFTERWORD_BEATS" && read -r read _ < "$DIR/moved" && [ "$read" != "$had" ]; do :; done
  at_end
  [ -z "$DOUBT" ] || inconclusive "$DOUBT"
  pass "${PROVEN:-the guest stayed alive}${NOT_JUDGED:+ (not judged: $NOT_JUDGED)}"
}

# prove TEXT is named by PASS; doubt TEXT prevents PASS.
prove() { PROVEN=$PROVEN${1:+${PROVEN:+; }$1}; }
doubt() { DOUBT=${DOUBT:-$1}; }

PROVEN='' DOUBT='' STARVED='' ALL_WRITTEN='' LAST_READ=''
