import { faultCommand, type Fault } from '../../../../protocol/index.ts';
import type { WordKey } from '../../../i18n/index.ts';
import { send } from '../../../state/link.ts';

/** Something that a person can do to a member, a message or a link: by key, by menu, by button, each with its command. */
export interface RaftVerb {
  /** A single key, while the thing is selected; as it is printed. */
  readonly key?: string;
  readonly word: WordKey;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly fault: Fault;
  /** Begins a new group of the menu. */
  readonly parted?: true;
  /** Only in menus: there is no button for it. */
  readonly isRare?: true;
}

/** Does it. */
export const doVerb = ({ fault }: RaftVerb): void => send({ type: 'fault', fault });

/** The command line that does the same. */
export const twinOf = ({ fault }: RaftVerb): string => faultCommand(fault);

/** A verb of `orrery` by its words. */
export const words = (...of: readonly string[]): Fault => ({ fault: 'verb', words: of });
