// An old Node must be able to parse this file, and those that import it: no `await` outside of functions, no `?.`.
const oldest = [20, 19]

/** Whether this Node is too old for chardev-fc. Says so, and sets the exit code. */
export function isNodeTooOld() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return false
  console.error(
    `chardev-fc: needs Node ${oldest.join('.')} or later, this is ${process.versions.node} (${process.execPath})`,
  )
  process.exitCode = 69
  return true
}
