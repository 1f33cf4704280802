import type { KubeInput } from '../../kinds/index.ts';
import { entriesForNew } from '../managed-fields/account.ts';
import type { Call } from '../request/call.ts';

/** What a client wrote, with its account of who did: it is kept also of what is answered and forgotten. */
export function managed<Input extends KubeInput>(call: Call, input: Input): Input & Required<Pick<KubeInput, 'metadata'>> {
  const { metadata = {} } = input;
  const entries = entriesForNew(call, { ...input, metadata } as Parameters<typeof entriesForNew>[1]); // only the fields that are there are looked at
  return { ...input, metadata: entries.length === 0 ? metadata : { ...metadata, managedFields: entries } };
}
