// Where etcdctl's endpoints are.
// Upstream: client/v3/internal/endpoint

import type { Endpoint } from '../../etcd/index.ts';
import type { Process } from '../../kernel/index.ts';
import { resolveName } from '../../machine/index.ts';
import type { ProgramContext } from '../../machine/index.ts';
import type { Flags } from '../command-line/flags.ts';

/** An address that nobody has: a call to it finds no way. */
const nowhere = '0.0.0.0';

/** The endpoints as the flag, the environment or the default has them. */
export function endpointTexts(flags: Flags): readonly string[] {
  return flags.changed('endpoints') ? flags.list('endpoints') : flags.text('endpoints').slice(1, -1).split(',').filter((text) => text !== '');
}

/** Finds the addresses of endpoints such as `etcd-1:2379` or `http://10.0.0.11:2379`; what cannot be found leads nowhere. */
export function* locate(context: ProgramContext, texts: readonly string[]): Process<readonly Endpoint[]> {
  const located: Endpoint[] = [];
  for (const text of texts) {
    const [, host = '', port = ''] = /^(?:\w+:\/\/)?([^:/]*):(\d+)\/?$/.exec(text) ?? [];
    const resolution = host === '' ? undefined : yield* resolveName(context, host);
    const address = resolution?.verdict === 'found' ? resolution.addresses[0] : undefined;
    located.push({ name: text, address: address ?? nowhere, port: Number(port) });
  }
  return located;
}
