// What became of an object on its way through the stages of a write: for whoever wants to see it.

import { limits } from '../limits.ts';
import type { Call } from './call.ts';
import type { RequestRecord } from './request-record.ts';

/** What an object was after a step of its way. */
export interface PassageStep {
  /** As read or as it stood before, with the client's part and defaults, after an admission plugin, when nothing was wrong with it, as stored. */
  readonly step: 'before' | 'completed' | 'admitted' | 'prepared' | 'stored';
  /** The admission plugin that changed it; '' for the others. */
  readonly by: string;
  readonly object: object;
}

/** Signs of life and Events are written all the time, for ever: nobody looks at their ways, and they would crowd out what a person did. */
const housekeeping: ReadonlySet<string> = new Set(['Event', 'Lease']);

/** The ways of the newest writes: only so many, because each holds on to objects that are nowhere else any more. */
export class Passages {
  private readonly newest: RequestRecord[] = [];

  /** A write is tried, or tried once more. */
  begin({ kind, record }: Call, before: object): void {
    if (!record || housekeeping.has(kind.kind)) return;
    if (record.passage === undefined) {
      this.newest.push(record);
      if (this.newest.length > limits.passagesKept) {
        const oldest = this.newest.shift();
        if (oldest) oldest.passage = undefined;
      }
    }
    record.passage = [{ step: 'before', by: '', object: before }];
  }
}

/** Notes what the object is after a step. */
export function notePassage({ record }: Call, step: PassageStep['step'], object: object, by = ''): void {
  record?.passage?.push({ step, by, object });
}
