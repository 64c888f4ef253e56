import t from 'tap'
import { out, useColour } from './output.ts'

void t.test('colours: what is nearest to the user decides', async t => {
  const colour = (force: string, no: string) => {
    Object.assign(process.env, { FORCE_COLOR: force, NO_COLOR: no })
    return out.colour
  }
  t.equal(colour('', ''), out.isTerminal)
  t.equal(colour('', '1'), false)
  t.equal(colour('1', '1'), true)
  t.equal(colour('0', ''), false)
  useColour('never')
  t.equal(colour('1', ''), false)
  useColour('always')
  t.equal(colour('', '1'), true)
})
