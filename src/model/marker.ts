/** The line that the guest writes to the port after a standstill, to show whether anything still comes. */
export const markerLine = 'chardev-fc: does this line still arrive?'

/** What the host sends for that: one byte, so that a reader that waits for more than that goes on waiting. */
export const markerByte = '\n'
