import { once } from 'node:events'
import type { Server } from 'node:net'
import type { Test } from 'tap'

/** Lets a server listen on 127.0.0.1 for one test; resolves with its port. */
export async function listen(t: Pick<Test, 'teardown'>, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error(`no port: ${address}`)
  return address.port
}
