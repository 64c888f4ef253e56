import * as nodeModule from 'node:module'
import { resolve } from './package-hook.ts'

/** Since Node 22.15 and 23.5, which deprecate `register` in its favour. */
const { registerHooks } = nodeModule as { registerHooks?: (hooks: { resolve: typeof resolve }) => unknown }

// Modules that are imported after this one can import `chardev-fc`. A module and not a function, because `node --import`
// takes nothing else.
if (registerHooks) registerHooks({ resolve })
else nodeModule.register('./package-hook.js', import.meta.url)
