import type { HostSide } from '../model/backend.ts'
import type { Props } from './props.ts'
import type { Scene } from './scene.ts'

/** What a script is played with, on a scene that is set. */
export interface Play extends Props {
  readonly scene: Scene
  readonly hostSide: HostSide
  /** Where the chardev's socket is, for evidence. */
  readonly address: string | null
}
