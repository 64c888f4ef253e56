# ---- What is watched while the case is played -------------------------------

# One tick, 0.1 s or somewhat more. Limits are counted in ticks: where this script is late, the guest may be, too.
watch() {
  sleep 0.1
  if [ -e "$DIR/failed" ] || ! kill -0 "$HOST_PID" 2> /dev/null; then host_failed; fi
  [ -n "$QEMU_PID" ] || return 0
  kill -0 "$QEMU_PID" 2> /dev/null || crashed
  beats=$(wc -l < "$DIR/beats")
  if [ "$beats" -ne "$BEATS" ]; then SILENT=0; else : $((SILENT += 1)); fi
  BEATS=$beats
  [ "$SILENT" -le 30 ] || frozen
  [ $(((TICKS += 1) % 10)) -eq 0 ] || return 0
  moved=$(movement)
  if [ "$moved" != "$MOVED" ]; then STILL=0; else : $((STILL += 1)); fi
  MOVED=$moved
}

# Changes whenever something moves on the data path: bytes that the host has read or sent, that the writer has got
# rid of, that a job has said.
movement() {
  cat "$DIR/moved" "$DIR"/job*.status
  cat "$DIR"/job*.out | wc -c
  [ -z "$JOB" ] || tail -n 1 "$DIR/$JOB.watch" | cut -d ' ' -f 2,3
} 2> /dev/null

# wait_for COMMAND...: until it says yes, as long as something moves.
wait_for() {
  STILL=0
  until "$@"; do
    watch
    [ "$STILL" -le 10 ] || nothing_moves
  done
}

# beats COUNT: until the guest has beaten so often (twenty times a second). Sets CPU_RAN and CPU_WANTED: percents of one
# CPU that QEMU's threads had meanwhile, and had or waited for.
beats() {
  last=$((BEATS + $1))
  before=$(cpu_times)
  while [ "$BEATS" -lt "$last" ]; do watch; done
  read -r CPU_RAN CPU_WANTED << EOF
$(echo "$before $(cpu_times)" | awk '{ t = ($6 - $3) * 10000000 + 1; printf "%d %d", ($4 - $1) / t, ($4 + $5 - $1 - $2) / t }')
EOF
}

# The ns for which all threads of QEMU have run, and stood ready without a CPU; and the time in s.
cpu_times() {
  cat /proc/"$QEMU_PID"/task/*/schedstat | awk '{ ran += $1; waited += $2 } END { printf "%.0f %.0f ", ran, waited }'
  cut -d ' ' -f 1 /proc/uptime
} 2> /dev/null

idle() { # COUNT
  step "The host does nothing until the guest has beaten $1 times"
  rest "$1"
}

until_stalled() {
  step 'The host reads nothing until the writer is blocked'
  from=$(wc -l 2> /dev/null < "$DIR/$JOB.watch")
  STILL=0
  until stall=$(blocked "$JOB" "$from" 1); do
    if all_have_ended; then
      say 'The writer has ended without being seen blocked.'
      return
    fi
    watch
    [ "$STILL" -le 10 ] || inconclusive 'nothing moves, but the writer is not seen blocked: no pressure is proven'
  done
  say "The writer $stall."
  STALLED=yes
  rest 10
  prove "the writer $stall while the guest lived on"
}

# rest COUNT: the guest beats on while nothing else is to be done. Then QEMU must not burn a CPU, and the loop in the
# guest's background must go on.
rest() {
  RESTED=yes
  said=$(said_in_background)
  beats "$1"
  if expects keeps-saying; then
    [ "$(said_in_background)" -gt "$said" ] || beats 30
    [ "$(said_in_background)" -gt "$said" ] || fail '' 'the loop in the background stopped, though the guest beats on'
  fi
  expects calm && [ "$CPU_WANTED" -ge 90 ] || return 0
  used="while nothing was to be done, QEMU wanted $CPU_WANTED % of a CPU and had $CPU_RAN % ($HEALTHY % when all was well)"
  if [ "$CPU_RAN" -ge $((HEALTHY + 20)) ] && [ "$CPU_RAN" -ge $((2 * HEALTHY)) ]; then fail spin "$used"; fi
  DOUBT="$used: the host is too busy to tell whether it spins"
}

said_in_background() { cat "$DIR"/background*.out 2> /dev/null | wc -l; }

all_have_ended() {
  for job in "$DIR"/job*.out; do has_ended "$(basename "$job" .out)" || return 1; done
}

# blocked JOB FROM SECONDS: says where its writer has stood for so long, on one byte and asleep, but not of its own
# wish (by the guest's own clock; sample FROM is the first that counts).
blocked() {
  awk -v from="$2" -v long="$3" '
    NR <= from { next }
    { asleep = $1 == "p" && $4 ~ /^[SD]$/ && $5 !~ /nanosleep|^do_wait|pipe_read/ }
    asleep && $5 == "0" { asleep = $6 == 1; $5 = "write" } # Linux 5.10 shows no wchan, but the system call
    !asleep { since = ""; next }
    since == "" || $3 != byte { since = $7; byte = $3 }
    { now = $7; where = $5 }
    END {
      if (!asleep || now - since < long) exit 1
      printf "stood blocked in %s after %s bytes", where, byte
    }' "$DIR/$1.watch" 2> /dev/null
}

until_unsent() {
  step 'The host sends until the chardev takes no more'
  same=0 last=
  while [ "$same" -lt 10 ]; do
    watch
    read -r _ sent _ < "$DIR/moved"
    [ "$sent" -lt "$TO_SEND" ] || break
    if [ "$sent" = "$last" ]; then : $((same += 1)); else same=0 last=$sent; fi
  done
  grown=$(($(memory) - MEMORY))
  if [ -n "$MOST_GROWTH" ] && [ "$grown" -gt "$MOST_GROWTH" ]; then
    fail growth "QEMU took $sent bytes that the guest does not read, and its memory grew by $grown (limit $MOST_GROWTH)"
  fi
  say "The chardev has taken $sent bytes, and QEMU's memory has grown by $grown."
  [ "$sent" -lt "$TO_SEND" ] || return 0
  STALLED=yes
  rest 10
  prove "the chardev took no more after $sent bytes while the guest lived on"
}

# QEMU's memory that no file backs, the guest's in it, in bytes.
memory() { awk '$1 == "RssAnon:" { print $2 * 1024 }' /proc/"$QEMU_PID"/status; }

all_is_sent() {
  read -r _ sent _ < "$DIR/moved"
  [ "$sent" -ge "$TO_SEND" ]
}

TICKS=0 BEATS=0 SILENT=0 STILL=0 MOVED='' CPU_RAN=0 CPU_WANTED=0 HEALTHY=0 TO_SEND=0 MEMORY=0 STALLED='' RESTED='' DOUBT=''
