import { delimiter } from 'node:path'
import { debianPrograms, lackingPrograms } from '../dist/test/support/debian/programs.js'

/** Puts the programs that tests need and this machine lacks behind those on PATH. */
export async function bringPrograms() {
  const lacking = await lackingPrograms()
  if (lacking.length === 0) return
  const found = await debianPrograms(lacking).catch(error => error.message)
  if (typeof found === 'string') console.log(`tests that need ${lacking.join(', ')} will fail: ${found}`)
  else process.env.PATH = [process.env.PATH, found.folder].join(delimiter)
}
