/**
 * The most that is accepted from outside: from a guest and a QEMU under test, and from files that others may have
 * written. Each limit is several times what a large test run needs.
 */
export const inputLimits = {
  /** Characters of a line that the guest prints. */
  guestLine: 16 * 1024,
  /** Bytes at the end of a console or a log that are searched. */
  outputEnd: 1024 ** 2,
  /** Bytes of what a short command in the guest prints. */
  guestAnswer: 1024 ** 2,
  /** Bytes of a file with results, a log or a journal (unpacked). */
  fileBytes: 256 * 1024 ** 2,
  /** Bytes of another file of a cell, such as its command line. */
  textBytes: 1024 ** 2,
  /** Characters of a line of JSON: a description of what a host received has up to 4 million. */
  line: 8 * 1024 ** 2,
  /** Characters of the data of a QMP event, or of an answer of QEMU. */
  data: 1024 ** 2,
  /** Brackets that are open at once in JSON. */
  jsonDepth: 64,
  /** Items of a list without a limit of its own. */
  listed: 100_000,
  /** Characters of a text in JSON: a reproduction has 40,000. */
  text: 128 * 1024,
  /** Characters of the sentence of a finding. */
  sentence: 16 * 1024,
  /** The largest number, so that sums stay finite. */
  number: 1e15,
  /** Cells of a test run: 50 cases × 20 QEMUs × 3 repeats are 3,000. */
  cells: 20_000,
  /** Lines of its results: a cell that is retried or resumed has several. */
  resultLines: 100_000,
  shards: 1000,
  /** Observations of a run: about 100 a second. */
  observations: 250_000,
  /** Observations that the script causes: some for each of its lines. */
  scriptFacts: 20_000,
  /** Lines that the jobs of a run may print. */
  jobLines: 20_000,
  /** The least limit of silence that a journal may state, ms; ours state 1500. */
  silenceFloorMs: 100,
  /** Bytes of a line of the counting payload, with its newline. */
  payloadLine: 64 * 1024,
  /** Bytes that are transferred between two lines of a journal. */
  batchBytes: 1e10,
  /** Segments of what a peer received: a run writes at most 200. */
  segments: 1000,
  /** The same of all peers of a run together. */
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
