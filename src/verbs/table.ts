import * as guest from './guest.ts'
import * as host from './host.ts'
import * as job from './job.ts'
import * as peer from './peer.ts'
import * as qemu from './qemu.ts'

/** The verbs of a case's script, by owner. */
export const verbs = { host, guest, qemu, peer, job }
