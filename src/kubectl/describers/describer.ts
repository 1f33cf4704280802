import type { Process } from '../../kernel/index.ts';
import type { Kubectl } from '../core/kubectl.ts';
import type { AnyObject } from '../core/object.ts';
import type { Page } from './page.ts';

/** What a describer has at hand. */
export interface Description {
  readonly kubectl: Kubectl;
  readonly page: Page;
  /** Whether events are shown. */
  readonly withEvents: boolean;
}

/** Writes the description of an object of one kind. */
export type Describer = (description: Description, object: AnyObject) => Process;
