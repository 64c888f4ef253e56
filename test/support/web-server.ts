import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

/** A web server; it closes with the test, if not before. */
export async function serve(
  t: Test,
  answer: (path: string) => Buffer | undefined,
): Promise<{ address: string; close(): void }> {
  const server = createServer((request, response) => {
    const content = answer(decodeURIComponent(request.url ?? ''))
    if (content === undefined) response.writeHead(404)
    response.end(content)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  t.teardown(close)
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}
