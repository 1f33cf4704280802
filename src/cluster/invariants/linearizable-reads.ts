import type { RegisterClient } from '../laboratory/register-client.ts';
import { InvariantError } from './invariant.ts';
import type { Invariant } from './invariant.ts';

/** What etcd's members tell the laboratory's client could be the doing of one register. */
export function readsAreLinearizable(client: RegisterClient): Invariant {
  const name = 'linearizableReads';
  // Of a history that was under way before this was made nothing can be said: disks were lost since, or it is told already.
  const unknown = client.operations.length > 0 ? client.key : undefined;
  let { answers } = client;
  return {
    name,
    afterEvent() {
      if (client.answers === answers) return;
      ({ answers } = client);
      if (client.key === unknown || client.judgement.isLinearizable) return;
      throw new InvariantError(name, `no order explains the client's operations ${client.judgement.offending.join(', ')}`);
    },
  };
}
