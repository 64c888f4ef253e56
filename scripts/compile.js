import { readied } from './readied.js'

// `npm run build`
await readied('test', async () => 0)
