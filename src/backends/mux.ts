import type { Backend } from '../model/case/backend.ts'

/** A chardev of another kind with `mux=on`: a multiplexer between it and up to four frontends (chardev/char-mux.c). */
export function mux(of: Backend): Backend {
  return {
    ...of,
    name: `${of.name}, mux`,
    options: (place, id, target) =>
      of
        .options(place, id, target)
        .map((word, index, words) => (words[index - 1] === '-chardev' ? `${word},mux=on` : word)),
  }
}
