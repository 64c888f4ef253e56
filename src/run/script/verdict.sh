# ---- What is made of it -----------------------------------------------------

host_failed() {
  sleep 1 # QEMU's end would explain it
  [ -z "$QEMU_PID" ] || kill -0 "$QEMU_PID" 2> /dev/null || crashed
  inconclusive "the host's Python failed (see above)"
}

crashed() {
  wait "$QEMU_PID" 2> /dev/null
  status=$?
  cat "$DIR/qemu.log"
  panic=$(grep -a 'Kernel panic' "$DIR/console" | head -n 1)
  fail crash "QEMU ended with status $status${panic:+; the guest said: $panic}"
}

# No beat for 3 s. Does the guest answer by another path? Does it come back by itself, or when the host reads? Was
# QEMU only kept from running, by a busy host?
frozen() {
  say 'No beat from the guest for 3 s, and QEMU runs. Its threads are in'
  for task in /proc/"$QEMU_PID"/task/*; do
    say "  $(cat "$task/comm"): $(cat "$task/wchan")"
  done
  silent_at=$BEATS before=$(cpu_times)
  in_guest question 'echo yes'
  ! goes_on_within_5_s || inconclusive 'the guest was silent for more than 3 s, but went on by itself'
  ! grep -q yes "$DIR/question.out" || inconclusive 'the beats stopped, but the guest answers over ssh'
  say 'ssh gets no answer within 5 s.'
  stopped='the guest stopped'
  if [ -n "$READING" ]; then
    stopped='the guest stopped, though the host reads'
  elif [ -n "$READ" ]; then
    say 'The host reads now.'
    host_reads_on
    ! goes_on_within_5_s || fail freeze 'the guest stopped, and came back when the host read'
    stopped='the guest stopped, and did not come back within 5 s when the host read'
  fi
  waited=$(echo "$before $(cpu_times)" | awk '{ printf "%d", ($5 - $2) / 1000000 }')
  [ "$waited" -lt 2500 ] || inconclusive "$stopped; but QEMU waited $waited ms for a CPU of this busy host"
  fail freeze "$stopped"
}

goes_on_within_5_s() {
  for _ in $(seq 50); do
    sleep 0.1
    kill -0 "$QEMU_PID" 2> /dev/null || crashed
    [ "$(wc -l < "$DIR/beats")" -eq "$silent_at" ] || return 0
  done
  return 1
}

# The guest lives, but for 10 s nothing has moved.
nothing_moves() {
  say 'Nothing has moved for 10 s.'
  ! expects delivered || undelivered
  if expects flows && stall=$(blocked "$JOB" 0 8); then
    fail stuck "the guest lives, and this chardev needs no reader, but the writer $stall and does not go on"
  fi
  [ -n "$READ$READING" ] || inconclusive 'nothing moved for 10 s, and the host has nothing to read from'
  if [ -z "$READING" ]; then
    say 'The host reads whatever there is.'
    host_reads_on
    STILL=0
    return
  fi
  loss_or
  if connection_ended; then
    ! expects stays || fail loss 'QEMU ended the connection'
    inconclusive 'QEMU ended the connection, and the case waits for more'
  fi
  if stall=$(blocked "$JOB" 0 8); then
    fail stuck "the host reads and the guest lives, but the writer $stall and does not go on"
  fi
  all_ended_well || inconclusive 'nothing moved for 10 s, and the writer was not seen blocked'
  read -r _ _ since < "$DIR/moved"
  if expects arrivesAgain && [ "$since" -eq 0 ]; then
    fail stuck 'the writer got rid of everything, but nothing has arrived since the host came back'
  fi
  [ "$COMPARED" != short ] || fail loss "$COMPARISON, though the writer got rid of them all and the host reads"
  inconclusive 'nothing moved for 10 s, though the writer got rid of everything and the host reads'
}

# The same, when the guest's last command should read what the host sends.
undelivered() {
  if [ -z "$JOB" ] || has_ended "$JOB"; then return; fi
  read -r _ sent _ < "$DIR/moved"
  taken="QEMU took $sent of $TO_SEND bytes"
  [ "$sent" -lt "$TO_SEND" ] || fail loss "$taken, but the guest waits for more"
  fail stuck "$taken and takes no more, though the guest waits for more"
}

all_ended_well() {
  for job in "$DIR"/job*.out; do
    [ "$(cat "${job%.out}.status" 2> /dev/null)" = 0 ] || return 1
  done
}

# Compares what can be compared; sets COMPARED and COMPARISON.
loss_or() {
  COMPARED='' COMPARISON=''
  if [ -n "$WANTED_FILE" ]; then
    said_of "$WANTED_FILE"
    compared_by "compare_sum($READ_IN_ALL, $SIZE, '$SUM', 'at the host')"
  elif [ -n "$WANTED" ]; then
    compared_by "compare($READ_IN_ALL, $WANTED)"
  elif [ -n "$WANTED_AGAIN" ]; then
    compared_by "compare(($READ_IN_ALL)[before:], $WANTED_AGAIN)"
  fi
  [ "$COMPARED" != differs ] || fail loss "$COMPARISON"
}

# The case was played to its end.
conclude() {
  step 'The case is over; is everything there, and nothing else?'
  read=
  while had=$read && beats 3 && read -r read _ < "$DIR/moved" && [ "$read" != "$had" ]; do :; done
  loss_or
  [ "$COMPARED" != short ] || inconclusive "$COMPARISON, but the case ended before all was read"
  prove "$COMPARISON"
  if expects stays && [ -e "$DIR/ended" ]; then fail loss 'QEMU ended the connection'; fi
  ! expects delivered || delivered
  [ -z "$DOUBT" ] || inconclusive "$DOUBT"
  if [ -z "$STALLED" ] && { expects stalled || expects heldBack; }; then
    inconclusive 'no pressure is proven (nobody was seen blocked), so all the rest proves nothing'
  fi
  if expects calm && [ -z "$RESTED" ]; then inconclusive 'QEMU was never at rest, where it could have spun'; fi
  pass "${PROVEN:-the guest lived on}${NOT_JUDGED:+ (not judged: $NOT_JUDGED)}"
}

# What the host has sent, and what the guest says of it: a sha256sum of what it reads from a pipe.
delivered() {
  SUM=$(sed -n 's/^\([0-9a-f]\{64\}\)  *-$/\1/p' "$DIR"/job*.out | tail -n 1)
  [ -n "$SUM" ] || inconclusive 'the guest did not say what it has read'
  compared_by "compare_sum($SENT, len($SENT), '$SUM', 'in the guest')"
  [ "$COMPARED" = same ] || fail loss "$COMPARISON"
  prove "$COMPARISON"
}

# What the verdict PASS then names.
prove() { PROVEN=$PROVEN${1:+${PROVEN:+; }$1}; }

PROVEN=''
