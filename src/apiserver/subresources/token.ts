// Tokens of service accounts: what a Pod shows to the API server to say who it is.
// Upstream: pkg/registry/core/serviceaccount/storage/token.go

import { formatTime, isObject, withFields } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { formatGvk, invalid as invalidField, parseApiVersion } from '../../kinds/index.ts';
import type { FieldError, KubeObject } from '../../kinds/index.ts';
import { lookUp } from '../cache/lookup.ts';
import { accountTokenSeconds, issuer } from '../authentication/account-tokens.ts';
import type { BoundObject, TokenTemplate } from '../authentication/account-tokens.ts';
import { badRequest, conflict, invalid, notFound } from '../failures.ts';
import { created } from '../request/call.ts';
import type { Answer, Call } from '../request/call.ts';
import { checkType } from '../request/decode-body.ts';

const defaultLifeSeconds = 3_600;
const leastLifeSeconds = 600;
const mostLifeSeconds = 2 ** 32;
const extendedLifeSeconds = 365 * 24 * 3_600;
const boundKinds = ['Pod', 'Secret', 'Node'] as const;

const requestType = { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1' };

/** Serves a service account's `token`: a signed statement of who its bearer is, and until when. */
export function* requestToken(call: Call): Process<Answer> {
  const { request, server, kind } = call;
  const { name = '', namespace = '' } = request;
  const account = yield* lookUp(server, { apiVersion: 'v1', kind: 'ServiceAccount', namespace, name });
  if (!account) throw notFound(kind.gvr, name);
  const { spec: written, metadata } = checkType(call, requestType, request.body);
  checkAccount(call, isObject(metadata) ? metadata : {});
  const spec = isObject(written) ? written : {};
  const seconds = typeof spec['expirationSeconds'] === 'number' ? spec['expirationSeconds'] : defaultLifeSeconds;
  const reference = isObject(spec['boundObjectRef']) ? spec['boundObjectRef'] : undefined;
  const errors = lifeErrors(seconds);
  if (errors.length > 0) throw invalid({ group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' }, '', errors);
  const given: readonly unknown[] = Array.isArray(spec['audiences']) ? spec['audiences'] : [];
  const audiences = given.length > 0 ? given.filter((audience) => typeof audience === 'string') : [issuer];
  const bound = reference && (yield* findBound(call, account, reference));
  const token = server.accountTokens.make({ namespace, account, audiences, ...lifeOf(seconds, audiences, bound), ...bound });
  const { wallMs } = server.kernel;
  return created({
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    metadata: { name, namespace, uid: account.metadata.uid, creationTimestamp: formatTime(wallMs) },
    spec: { audiences, boundObjectRef: reference ?? null, expirationSeconds: seconds },
    status: { token, expirationTimestamp: formatTime(wallMs + seconds * 1_000) },
  });
}

/** What kubelets ask for by themselves holds a year, for programs that read their token once. kube-apiserver --service-account-extend-token-expiration */
function lifeOf(seconds: number, audiences: readonly string[], bound: Pick<TokenTemplate, 'bound'> | undefined): Pick<TokenTemplate, 'lifeSeconds' | 'warnAfterSeconds'> {
  const isUsual = seconds === accountTokenSeconds && bound?.bound?.kind === 'Pod' && audiences.every((audience) => audience === issuer);
  return isUsual ? { lifeSeconds: extendedLifeSeconds, warnAfterSeconds: seconds } : { lifeSeconds: seconds };
}

/** A request that names an account names that of its address. Throws BadRequest and Invalid. */
function checkAccount({ request: { name, namespace } }: Call, said: Readonly<Record<string, unknown>>): void {
  if (said['namespace'] && said['namespace'] !== namespace) throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  if (!said['name'] || said['name'] === name) return;
  const error = invalidField('metadata.name', said['name'], 'must match the service account name if specified');
  throw invalid({ group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' }, name ?? '', [error]);
}

function lifeErrors(seconds: number): readonly FieldError[] {
  const wrong = (why: string): readonly FieldError[] => [invalidField('spec.expirationSeconds', seconds, why)];
  if (seconds < leastLifeSeconds) return wrong('may not specify a duration less than 10 minutes');
  return seconds > mostLifeSeconds ? wrong('may not specify a duration larger than 2^32 seconds') : [];
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const boundKindOf = (kind: unknown): BoundObject['kind'] | undefined => boundKinds.find((known) => known === kind);

/** The object that the token is to die with; a Pod's token says on which node it runs. Throws NotFound, Conflict and BadRequest. */
function* findBound(call: Call, account: KubeObject, reference: Readonly<Record<string, unknown>>): Process<Pick<TokenTemplate, 'bound' | 'node'>> {
  const { server, request: { namespace = '' } } = call;
  const kind = boundKindOf(reference['kind']);
  const said = withFields(parseApiVersion(textOf(reference['apiVersion'])), { kind: textOf(reference['kind']) });
  if (!kind || said.group !== '') throw badRequest(`cannot bind token to object of type ${formatGvk(said)}`);
  const name = textOf(reference['name']);
  const found = yield* lookUp(server, { apiVersion: 'v1', kind, ...(kind === 'Node' ? {} : { namespace }), name });
  if (!found) throw notFound({ group: '', version: 'v1', resource: `${kind.toLowerCase()}s` }, name);
  const { uid } = found.metadata;
  if (kind === 'Node') return { node: { name, uid } };
  const spec: unknown = 'spec' in found ? found.spec : undefined;
  if (kind === 'Pod' && textOf(isObject(spec) ? spec['serviceAccountName'] : '') !== account.metadata.name) {
    throw badRequest(`cannot bind token for serviceaccount ${JSON.stringify(account.metadata.name)} to pod running with different serviceaccount name.`);
  }
  const wanted = textOf(reference['uid']);
  if (wanted !== '' && wanted !== uid) {
    throw conflict({ group: '', resource: kind }, name, `the UID in the bound object reference (${wanted}) does not match the UID in record. The object might have been deleted and then recreated`);
  }
  const nodeName = kind === 'Pod' && isObject(spec) ? textOf(spec['nodeName']) : '';
  const node = nodeName === '' ? undefined : yield* lookUp(server, { apiVersion: 'v1', kind: 'Node', name: nodeName });
  return { bound: { kind, name, uid }, ...(nodeName === '' ? {} : { node: { name: nodeName, ...(node ? { uid: node.metadata.uid } : {}) } }) };
}
