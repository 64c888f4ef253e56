# ---- The CPU time that QEMU gets, and whether it is stopped from outside -----

# For each thread of QEMU the ns that it has run and that it was ready without a CPU; and the time in s.
cpu_times() { grep . /proc/"$QEMU_PID"/task/*/schedstat /dev/null /proc/uptime; } 2> /dev/null

# cpu_since FROM: sets CPU_MS, the time since cpu_times printed FROM; CPU_WAITED, the longest time that a thread of QEMU
# waited for a CPU; CPU_RAN and CPU_WANTED, the percentages of that time that its main loop ran, and ran or was ready to.
cpu_since() {
  read -r CPU_MS CPU_WAITED CPU_RAN CPU_WANTED << EOF
$(printf '%s\n' "$1" "$(cpu_times)" | awk -F '[: ]' -v main="/proc/$QEMU_PID/task/$QEMU_PID/schedstat" '
    $1 == "/proc/uptime" { ms = 1000 * ($2 - at) + 1; at = $2; times++; next }
    !times { ran_at[$1] = $2; waited_at[$1] = $3; next }
    { one = ($3 - waited_at[$1]) / 1e6; if (one > waited) waited = one }
    $1 == main { ran = ($2 - ran_at[$1]) / 1e6; wanted = ran + one }
    END { printf "%d %d %d %d", ms, waited, 100 * ran / ms, 100 * wanted / ms }')
EOF
}

# fair TICKS FROM LEAST: whether since FROM this script was on time, and QEMU's threads got a CPU, for at least LEAST ms.
fair() {
  cpu_since "$2"
  [ "$1" -ge "$3" ] && [ $((CPU_MS - CPU_WAITED)) -ge "$3" ]
}

# host_is_late FROM: whether a thread of QEMU waits for this host: it is in uninterruptible sleep (disk, swap), or it is
# ready and got no CPU since cpu_times printed FROM, and no other thread got a whole one. The kernel counts such a wait
# only when it ends.
host_is_late() {
  {
    printf '%s\n' "$1" "$(cpu_times)"
    sed -n 's|^\([0-9]*\) (.*) \([RD]\) .*|/proc/'"$QEMU_PID"'/task/\1/schedstat:\2|p' /proc/"$QEMU_PID"/task/*/stat
  } 2> /dev/null | awk -F '[: ]' -v starved="$STARVED_PERCENT" -v spin="$SPIN_PERCENT" '
    $1 == "/proc/uptime" { ms = 1000 * ($2 - at) + 1; at = $2; times++; next }
    !times { ran_at[$1] = $2; next }
    times == 1 { ran[$1] = $2 - ran_at[$1]; next }
    $2 == "D" { late = 1 }
    $2 == "R" { ready[$1] }
    END {
      for (task in ran) if (ran[task] / 1e4 / ms >= spin) busy = 1
      for (task in ready) if (ran[task] / 1e4 / ms < starved && !busy) late = 1
      exit !late
    }'
}

# Prints what stops a thread of QEMU from outside: a signal, a debugger, or the freezer of a control group.
held() {
  for task in /proc/"$QEMU_PID"/task/*; do
    case $(sed 's/.*) //' "$task/stat") in
      T*) hand='stopped by a signal (state T)' ;;
      t*) hand='held by a debugger (state t)' ;;
      *) hand=$(awk -v frozen="$FROZEN_IN" '$0 ~ frozen { print "frozen by its control group" }' "$task/wchan") ;;
    esac
    [ -z "$hand" ] || { say "$hand" && return; }
  done
  return 1
} 2> /dev/null

# QEMU's anonymous memory, the guest's RAM included, in bytes.
memory() { awk '$1 == "RssAnon:" { print $2 * 1024 }' /proc/"$QEMU_PID"/status; }
