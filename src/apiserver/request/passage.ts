// What became of an object on its way through the stages of a write: for whoever wants to see it.

import { limits } from '../limits.ts';
import type { PassageStep, RequestRecord } from './request-record.ts';

/** A write that is on its way: of what kind, and the record of the request; absent: nobody keeps one. */
export interface Passing {
  readonly kind: { readonly kind: string };
  readonly record?: RequestRecord | undefined;
}

/** Signs of life and Events are written all the time, for ever: nobody looks at their ways, and they would crowd out what a person did. */
const housekeeping: ReadonlySet<string> = new Set(['Event', 'Lease']);

/** The ways of the newest writes: only so many, because each holds on to objects that are nowhere else any more. */
export class Passages {
  private readonly newest: RequestRecord[] = [];

  /** A write is tried, or tried once more. */
  begin({ kind, record }: Passing, before: object): void {
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
export function notePassage({ record }: Passing, step: PassageStep['step'], object: object, by = ''): void {
  record?.passage?.push({ step, by, object });
}
