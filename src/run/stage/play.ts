import type { HostSide } from '../../model/case/backend.ts'
import type { Props } from '../start/props.ts'
import type { Scene } from '../start/scene.ts'

/** What a script is played with, on a scene that is set. */
export interface Play extends Props {
  readonly scene: Scene
  readonly hostSide: HostSide
  /** Where the chardev's socket is, for evidence. */
  readonly address: string | null
}
