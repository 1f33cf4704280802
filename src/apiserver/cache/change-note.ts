import { Signal } from '../../kernel/index.ts';
import type { WatchEvent } from '../../kinds/index.ts';
import { everything } from './selection.ts';
import type { Watcher } from './watchers.ts';

/** A watcher that notes no more than that something has changed: whoever keeps it then reads everything anew. */
export class ChangeNote implements Watcher {
  readonly selection = everything;
  readonly wantsBookmarks = false;
  revision = 0;
  isNew = true;
  readonly changed: Signal;

  /** @param what what is waited for, as the inspector shows it */
  constructor(what: string) {
    this.changed = new Signal(what);
  }

  send(_event: WatchEvent): void {
    this.isNew = true;
    this.changed.notify();
  }

  bookmark(): void {
    // it wants none
  }

  stop(): void {
    this.revision = 0;
    this.isNew = true;
    this.changed.notify();
  }
}
