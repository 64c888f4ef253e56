/** The kinds of `--report` for a test run. */
export const reportKinds = ['tap', 'junit', 'json', 'jsonl', 'github', 'html'] as const

/** The kinds of `--report` for a bisection. */
export const bisectReportKinds = ['markdown', 'json', 'html'] as const
