/**
 * The most that is taken from outside: a guest and a QEMU under test, and files that others may have written. Each is
 * several times what a large test run needs.
 */
export const inputLimits = {
  /** Characters of a line that the guest prints. */
  guestLine: 16 * 1024,
  /** Bytes of the end of a console, or of a log, in which something is looked for. */
  outputEnd: 1024 ** 2,
  /** Bytes of what a short command in the guest prints. */
  guestAnswer: 1024 ** 2,
  /** Bytes of a file with results, a log or a journal (unpacked), and of a text beside it. */
  fileBytes: 256 * 1024 ** 2,
  textBytes: 1024 ** 2,
  /** Characters of a line of JSON: a description of what a host received has up to 4 million. */
  line: 8 * 1024 ** 2,
  /** Characters of what QEMU says in an event or about itself. */
  data: 1024 ** 2,
  jsonDepth: 64,
  listed: 100_000,
  /** Characters of a text in JSON: a reproduction has 40,000. */
  text: 128 * 1024,
  /** Characters of what one expectation found. */
  sentence: 16 * 1024,
  /** The largest number, so that sums stay finite. */
  number: 1e15,
  /** Cells of a test run: 50 cases × 20 QEMUs × 3 repeats are 3,000. A retried or resumed cell has several lines. */
  cells: 20_000,
  resultLines: 100_000,
  shards: 1000,
  /** Observations of a run: about 100 a second. Those of them that its script causes: some for each line. */
  observations: 250_000,
  scriptFacts: 20_000,
  /** Lines that the jobs of a run may print. */
  jobLines: 20_000,
  /** No silence counts that is shorter; in journals it is 1500. */
  silenceFloorMs: 100,
  /** Bytes of a line of the counting payload, with its newline. */
  payloadLine: 64 * 1024,
  /** Bytes that move between two lines of a journal. */
  batchBytes: 1e10,
  /** Stretches of what a host received, of which at most 200 are written; of all hosts. */
  segments: 1000,
  segmentsInAll: 5000,
  /** Findings of a verdict: one for each expectation. */
  findings: 1000,
  /** Events of a bisection. */
  logLines: 100_000,
  /** Characters of a message of QMP: QEMU's own schema, the longest, has 300,000. */
  qmpMessage: 4 * 1024 ** 2,
  /** Events of a QEMU in one run: it sends most kinds at most once a second. */
  qmpEvents: 5000,
} as const
