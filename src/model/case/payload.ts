/** What was written at one end, known byte by byte, and what the other end must get. */
export type Payload =
  /** NUL bytes, as `dd if=/dev/zero` sends them. They show losses, and foreign bytes, but not their own order. */
  | { readonly kind: 'zeros'; readonly bytes: number }
  /**
   * The output of `seq -w 1 LINES`: every line a number from 1 on, padded with zeros to the width of the last
   * one, or to more. `width` counts the newline. It shows loss, repetition and disorder.
   */
  | { readonly kind: 'counting'; readonly bytes: number; readonly lines: number; readonly width: number }
  /** A short text, or other bytes (latin1). */
  | { readonly kind: 'text'; readonly bytes: number; readonly text: string }

/** A file in the guest, whose content only the guest knows: the script makes it print the `sha256sum`. */
export interface GuestFile {
  readonly kind: 'guest-file'
  readonly path: string
}

/** The beginning of a payload, whose length only the run knows. */
export interface Beginning {
  readonly kind: 'beginning'
  readonly of: Payload
  /** As much as write() had accepted of the job that the script killed, or as much of it as arrived. */
  readonly upTo: 'accepted' | 'arrived'
  /** At least this many bytes of it must arrive. */
  readonly leastBytes: number
}

/** What a case can want to arrive. */
export type Part = Payload | GuestFile | Beginning

/** Size and sha256 of a file in the guest. */
export interface Hashed {
  readonly kind: 'hashed'
  readonly bytes: number
  readonly sha256: string
}
