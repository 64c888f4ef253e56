import type { Frontend } from './frontend.ts'

/**
 * The guest's shell text that kills a job: `$pid`, its shell, and all processes below it. They are stopped first, so
 * that none starts another, and a line of `watch` (images/guest) tells how much the writer has written until then.
 */
export function killScript({ isFile, port }: Frontend): string {
  return `all=
stop() {
  kill -STOP $1 2> /dev/null && all="$all $1"
  for child in $(cat /proc/$1/task/$1/children 2> /dev/null); do stop $child; done
}
stop $pid
for each in $all; do
  tries=0
  until grep -q '^State:.[TZX]' /proc/$each/status 2> /dev/null || [ ! -d /proc/$each ] || [ $((tries += 1)) -gt 100 ]; do sleep 0.02; done
done
/usr/lib/chardev-fc/watch ${isFile ? port : '-'} 0.1 $pid | { read -r line; echo "$line"; }
kill -KILL $all`
}
