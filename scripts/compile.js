import { readied } from './readied.js'

// `npm run build`
await readied('build', async () => 0)
