import type { StoreEvent } from '../../etcd/index.ts';
import { InvariantError } from './invariant.ts';
import type { Invariant } from './invariant.ts';

/** Writes that are remembered to compare others with: those of the last moments. */
const remembered = 1_024;

/** Every member of etcd that applies a write changes the same keys by it, at the same revision, to the same values. */
export function membersAgree(): Invariant {
  const name = 'membersAgree';
  const writes: { readonly revision: number; readonly events: readonly StoreEvent[]; readonly by: string }[] = [];
  return {
    name,
    afterApply(member, revision, events) {
      const known = writes[revision % remembered];
      if (known === undefined || known.revision < revision) {
        writes[revision % remembered] = { revision, events, by: member };
      } else if (known.revision === revision && !isSame(known.events, events)) {
        throw new InvariantError(name, `revision ${revision} is ${told(known.events)} at ${known.by}, and ${told(events)} at ${member}`);
      }
    },
  };
}

/** Values are handed on by reference from the one proposal, so the same write has the same values. */
function isSame(events: readonly StoreEvent[], others: readonly StoreEvent[]): boolean {
  return events.length === others.length && events.every(({ type, kv }, index) => {
    const other = others[index];
    return other?.type === type && other.kv.key === kv.key && other.kv.value === kv.value;
  });
}

function told(events: readonly StoreEvent[]): string {
  return events.map(({ type, kv }) => `${type} ${kv.key}`).join(', ');
}
