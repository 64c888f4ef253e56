import { byteCycle } from './byte-cycle.ts'
import type { Payload } from './payload.ts'

/** A payload as a Python expression. */
export function pythonBytes(payload: Payload): string {
  switch (payload.kind) {
    case 'zeros':
      return `bytes(${payload.bytes})`
    case 'counting': {
      const digits = payload.width - 1
      return `b"".join(b"%0${digits}d\\n" % n for n in range(1, ${payload.lines + 1}))`
    }
    case 'text':
      if (payload.text === byteCycle.text) return byteCycle.python
      return testLoop(payload.text) ?? `b${JSON.stringify(payload.text)}`
  }
}

/** The page's loop (`test 1`, `test 2`, …), which would be long to write out. */
function testLoop(text: string): string | null {
  const numbers = [...text.matchAll(/^test (\d+)\n/gm)].map(match => Number(match[1]))
  const [first] = numbers
  const last = numbers.at(-1)
  if (first === undefined || last === undefined || numbers.length < 3) return null
  const lines = numbers.map(number => `test ${number}\n`).join('')
  if (lines !== text || last - first + 1 !== numbers.length) return null
  return `b"".join(b"test %d\\n" % n for n in range(${first}, ${last + 1}))`
}
