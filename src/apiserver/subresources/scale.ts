// How many replicas something has, in the same words for every kind that has them.
// Upstream: pkg/registry/apps/deployment/storage (ScaleREST)

import { humanDuration, isObject, parseTime } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { fieldModelOf, invalid as invalidField } from '../../kinds/index.ts';
import type { KubeObject, ScaleSubresource, Table } from '../../kinds/index.ts';
import { badRequest, invalid, modified, noSuchResource } from '../failures.ts';
import { RequestAccount, fieldsIn } from '../managed-fields/account.ts';
import { ok } from '../request/call.ts';
import type { Answer, Call } from '../request/call.ts';
import { patchedValue } from '../request/decode-body.ts';
import { readObject } from '../verbs/get.ts';
import { checkConfiguration, entriesOf, layOver, readConfiguration } from '../verbs/apply.ts';
import { replaceObject } from '../verbs/update.ts';
import type { Written } from '../verbs/update.ts';
import { scaleOf } from './scale-object.ts';

const definition = 'io.k8s.api.autoscaling.v1.Scale';

/** Serves `scale`. */
export function* scale(call: Call): Process<Answer> {
  const { kind, request } = call;
  if (!kind.scale) throw noSuchResource();
  if (request.verb === 'get') {
    const object = yield* readObject(call);
    const found = scaleOf(kind.scale, object);
    return ok(request.as === 'table' ? scaleTable(call, object, kind.scale, found) : found);
  }
  return yield* rescale(call, kind.scale);
}

function* rescale(call: Call, subresource: ScaleSubresource<KubeObject>): Process<Answer> {
  const { kind, request } = call;
  // The write itself is one of the object, with everything but the replicas as it is.
  const { subresource: _, ...main } = request;
  const write: Call = { ...call, through: 'scale', request: { ...main, verb: 'patch' } };
  const { object } = yield* replaceObject(write, (current) => {
    if (request.patchType === 'apply') return appliedScale(write, subresource, current);
    const wanted = wantedScale(call, request.verb === 'patch' ? scaleOf(subresource, current) : {});
    const { replicas, resourceVersion } = wanted;
    if (resourceVersion && resourceVersion !== current.metadata.resourceVersion) throw modified(kind.gvr, current.metadata.name);
    if (replicas < 0 && !kind.custom) {
      throw invalid(scaleGvk, current.metadata.name, [invalidField('spec.replicas', replicas, 'must be greater than or equal to 0')]);
    }
    return { input: subresource.withReplicas(current, replicas) };
  });
  return ok(scaleOf(subresource, object));
}

const scaleGvk = { group: 'autoscaling', version: 'v1', kind: 'Scale' };

/** The object with the replicas of a Scale that is applied: they are a field of the object, and that is managed. */
function appliedScale(call: Call, subresource: ScaleSubresource<KubeObject>, current: KubeObject): Written {
  const scale = readConfiguration(call, scaleGvk);
  checkConfiguration(call, fieldModelOf(definition), scaleGvk, scale);
  const { spec } = scale;
  const replicas = isObject(spec) ? spec['replicas'] : undefined;
  // A Scale that says nothing changes nothing, not even who manages the replicas.
  if (typeof replicas !== 'number') return { input: current, entries: entriesOf(current) };
  const { apiVersion, kind, metadata: { name } } = current;
  const blank = { apiVersion, kind, metadata: { name } } as KubeObject; // only the replicas of it are looked at
  const config = fieldsIn(subresource.withReplicas(blank, replicas));
  const { entries } = layOver(call, new RequestAccount(call), { config, live: fieldsIn(current), entries: entriesOf(current) });
  return { input: subresource.withReplicas(current, replicas), entries };
}

/** What the request wants, from a whole Scale or a patch of one. */
function wantedScale(call: Call, current: object): { readonly replicas: number; readonly resourceVersion: string } {
  const { verb, body, patchType = 'apply' } = call.request;
  const wanted = verb === 'patch' ? patchedValue(call, patchType, definition, current).value : body;
  if (!isObject(wanted)) throw badRequest('the body of the request is no Scale');
  const { spec, metadata } = wanted;
  const replicas = isObject(spec) ? (spec['replicas'] ?? 0) : 0;
  const resourceVersion = isObject(metadata) ? metadata['resourceVersion'] : undefined;
  if (typeof replicas !== 'number') {
    throw badRequest(`Scale in version "v1" cannot be handled as a Scale: json: cannot unmarshal ${typeof replicas} into Go struct field ScaleSpec.spec.replicas of type int32`);
  }
  return { replicas, resourceVersion: typeof resourceVersion === 'string' ? resourceVersion : '' };
}

/** A Scale as a table of one row. Upstream: pkg/printers/internalversion printScale */
function scaleTable({ server }: Call, object: KubeObject, subresource: ScaleSubresource<KubeObject>, scale: object): Table {
  const { metadata } = object;
  const age = humanDuration(server.kernel.wallMs - (parseTime(metadata.creationTimestamp) ?? 0));
  const column = (name: string, type: string, format = '') => ({ name, type, format, description: '', priority: 0 });
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: { resourceVersion: metadata.resourceVersion },
    columnDefinitions: [column('Name', 'string', 'name'), column('Desired', 'integer'), column('Available', 'integer'), column('Age', 'string')],
    rows: [{ cells: [metadata.name, subresource.replicas(object) ?? 0, subresource.currentReplicas(object), age], object: scale }],
  };
}
