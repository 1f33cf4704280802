import type { World } from '../../cluster/index.ts';
import type { FrameSource } from '../frame-source.ts';

/** What the words of a chain are made from. */
export interface WhyContext {
  readonly world: World;
  readonly frames: FrameSource;
}
