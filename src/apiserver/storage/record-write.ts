import type { KubeObject } from '../../kinds/index.ts';
import type { Call } from '../request/call.ts';

/** A committed write as the trace keeps it. */
export interface WriteRecord {
  readonly type: 'api.write';
  readonly verb: 'create' | 'update' | 'delete';
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly resourceVersion: string;
}

/** Records a committed write; the answer hangs on it. */
export function recordWrite({ server }: Pick<Call, 'server'>, verb: WriteRecord['verb'], object: KubeObject): void {
  const { apiVersion, kind, metadata } = object;
  const record: WriteRecord = {
    type: 'api.write', verb, apiVersion, kind, namespace: metadata.namespace ?? '', name: metadata.name, resourceVersion: metadata.resourceVersion,
  };
  server.kernel.record('write', server.actor, record);
}
