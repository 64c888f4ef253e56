import * as nodeModule from 'node:module'
import { resolve } from './package-hook.ts'

/** Since Node 22.15 and 23.5; `register`, which older ones have, is deprecated in its favour. */
const { registerHooks } = nodeModule as { registerHooks?: (hooks: { resolve: typeof resolve }) => unknown }

// Importing this module lets all that is imported from now on import `chardev-fc`. Such a module, and not a function,
// because `node --import` takes nothing else.
if (registerHooks) registerHooks({ resolve })
else nodeModule.register('./package-hook.js', import.meta.url)
