import type { KubeObject, WatchEvent } from '../../kinds/index.ts';
import { isSelected } from './selection.ts';
import type { IndexedField, Selection } from './selection.ts';
import { versioned } from './versioned.ts';

/** One committed change of one object, and the watch events that it makes: each is built once and shared by all who watch then. */
export class Change {
  readonly revision: number;
  /** In whole milliseconds: a fraction would take room of its own. */
  readonly atMs: number;
  readonly key: string;
  readonly previous: KubeObject | undefined;
  readonly next: KubeObject | undefined;
  /** The last one that was asked for: nearly always what all see. Kept while they are told. */
  private event: WatchEvent | undefined = undefined;

  constructor(options: {
    readonly revision: number;
    readonly atMs: number;
    readonly key: string;
    readonly previous: KubeObject | undefined;
    readonly next: KubeObject | undefined;
  }) {
    this.revision = options.revision;
    this.atMs = Math.floor(options.atMs);
    this.key = options.key;
    this.previous = options.previous;
    this.next = options.next;
  }

  /** What a watcher of the selection sees of it: objects enter and leave a selection by changing. */
  seenBy(selection: Selection, indexedField: IndexedField | undefined): WatchEvent | undefined {
    const { previous, next } = this;
    const isIn = next !== undefined && isSelected(next, selection, indexedField);
    const wasIn = previous !== undefined && isSelected(previous, selection, indexedField);
    const { event } = this;
    if (isIn) {
      const type = wasIn ? 'MODIFIED' : 'ADDED';
      return event?.type === type ? event : (this.event = { type, object: next });
    }
    if (!wasIn) return undefined;
    // The last state that the watcher knew, at the version at which it went.
    return event?.type === 'DELETED' ? event : (this.event = { type: 'DELETED', object: versioned(previous, this.revision) });
  }

  /** All that are there have been told; who asks later is told in an event of his own. */
  told(): void {
    this.event = undefined;
  }
}
