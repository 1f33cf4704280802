// Eviction deletes a Pod unless that would break a promise about it.
// Upstream: pkg/registry/core/pod/storage/eviction.go

import { isObject } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { RequestOptions } from '../../kinds/index.ts';
import { admitSubresource } from '../admission/subresource-write.ts';
import { badRequest } from '../failures.ts';
import { created } from '../request/call.ts';
import type { Answer, Call } from '../request/call.ts';
import { deleteObject } from '../verbs/delete.ts';
import { createdStatus } from './binding.ts';

/** Serves a Pod's `eviction`. */
export function* evict(call: Call): Process<Answer> {
  const { request } = call;
  const { name = '' } = request;
  const eviction: Readonly<Record<string, unknown>> = { ...(yield* admitSubresource(call, 'CREATE', { apiVersion: 'policy/v1', kind: 'Eviction', body: request.body })) };
  const metadata = isObject(eviction['metadata']) ? eviction['metadata'] : {};
  if (metadata['name'] && metadata['name'] !== name) throw badRequest('name in URL does not match name in Eviction object');
  yield* deleteObject(call, name, { ...request.options, ...deleteOptions(eviction['deleteOptions']) });
  return created(createdStatus);
}

/** Reads the DeleteOptions of a body. */
export function deleteOptions(value: unknown): RequestOptions {
  if (!isObject(value)) return {};
  const { gracePeriodSeconds, propagationPolicy, preconditions, dryRun } = value;
  return {
    ...(typeof gracePeriodSeconds === 'number' ? { gracePeriodSeconds } : {}),
    ...(propagationPolicy === 'Orphan' || propagationPolicy === 'Background' || propagationPolicy === 'Foreground' ? { propagationPolicy } : {}),
    ...(isObject(preconditions) ? { preconditions: readPreconditions(preconditions) } : {}),
    ...(Array.isArray(dryRun) && dryRun.includes('All') ? { dryRun: true } : {}),
  };
}

function readPreconditions({ uid, resourceVersion }: Readonly<Record<string, unknown>>): NonNullable<RequestOptions['preconditions']> {
  return {
    ...(typeof uid === 'string' ? { uid } : {}),
    ...(typeof resourceVersion === 'string' ? { resourceVersion } : {}),
  };
}
