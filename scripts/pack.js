import { restoreManifest, stripManifest } from './packed-manifest.js'
import { readied } from './readied.js'

// Runs before and after `npm pack` and `npm publish`.
restoreManifest()
if (process.argv[2] === 'before')
  await readied('start', async () => {
    stripManifest()
    return 0
  })
