// What a client wants an answer to look like, and what its body is written in.
// Upstream: k8s.io/apiserver pkg/endpoints/handlers/negotiation

import { ApiError } from '../../kinds/index.ts';
import type { BodyText, PatchType, Representation } from '../../kinds/index.ts';
import { notAcceptable, plainlyNotAcceptable, unsupportedMediaType, unsupportedPatchType } from '../failures.ts';

/** How an answer is to be written. */
export interface Wanted {
  readonly form: 'json' | 'yaml';
  readonly as: Representation | 'discovery';
  readonly asVersion?: 'v1beta1';
}

const written = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];
const streamed = ['application/json;stream=watch', 'application/vnd.kubernetes.protobuf;stream=watch'];
const asItIs: Wanted = { form: 'json', as: 'object' };
const representations: Readonly<Record<string, Representation>> = { Table: 'table', PartialObjectMetadata: 'metadata', PartialObjectMetadataList: 'metadataList' };

interface Clause {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly weight: number;
}

/** The clauses of an Accept header, the most wanted first. */
export function clausesOf(header: string): readonly Clause[] {
  const clauses = header.split(',').map((text): Clause => {
    const [type = '', ...rest] = text.split(';').map((part) => part.trim());
    const parameters = new Map(rest.map((part): [string, string] => {
      const equals = part.indexOf('=');
      return equals < 0 ? [part, ''] : [part.slice(0, equals).trim(), part.slice(equals + 1).trim()];
    }));
    const weight = Number(parameters.get('q') ?? '1');
    return { type, parameters, weight: Number.isFinite(weight) ? weight : 1 };
  });
  return clauses.filter(({ type }) => type !== '').sort((a, b) => b.weight - a.weight);
}

const anyJson: ReadonlySet<string> = new Set(['application/json', 'application/*', '*/*']);

/** Whether a client takes objects as they are, not only in another representation. */
export function takesObjects(accept: string | undefined): boolean {
  if (accept === undefined || accept === '') return true;
  return clausesOf(accept).some(({ type, parameters }) => (anyJson.has(type) || type === 'application/yaml') && !parameters.get('as'));
}

/** The first form that client and server both know; where lists are, they could be watched too. Throws NotAcceptable. */
export function negotiate(accept: string | undefined, isStreamable = false): Wanted {
  if (accept === undefined || accept === '' || accept === '*/*' || accept === 'application/json') return asItIs;
  const clauses = clausesOf(accept);
  for (const { type, parameters } of clauses) {
    const form = type === 'application/yaml' ? 'yaml' : type === 'application/json' || type === '*/*' ? 'json' : undefined;
    if (!form) continue;
    const wanted = transformed(form, parameters);
    if (wanted) return wanted;
  }
  const isKnown = clauses.some(({ type }) => type === 'application/json' || type === 'application/yaml');
  throw isKnown ? notWritten() : plainlyNotAcceptable(isStreamable ? [...written, ...streamed] : written);
}

/** Documents that are written in one form only. */
const onlyForms: Readonly<Record<string, string>> = {
  '/version': 'application/json', '/.well-known/openid-configuration': 'application/json', '/openid/v1/jwks': 'application/jwk-set+json',
};

/** The same for a path that is no resource; most are written in one way, whatever is wanted. Throws NotAcceptable. */
export function negotiatePath(path: string, accept: string | undefined): Wanted {
  const plain = path.replace(/\/?(\?.*)?$/, '');
  const only = onlyForms[plain];
  if (only !== undefined) {
    const isTaken = accept === undefined || accept === '' || clausesOf(accept).some(({ type }) => type === only || type === '*/*');
    if (!isTaken) throw plainlyNotAcceptable([only]);
    return asItIs;
  }
  if (!/^\/apis?(\/|$)/.test(plain)) return asItIs;
  const isOfGroups = /^\/apis(\/[^/]+)?$/.test(plain);
  try {
    const wanted = negotiate(isOfGroups ? accept?.replaceAll('application/*', 'application/json') : accept);
    if (wanted.as === 'object' || wanted.as === 'discovery') return wanted;
  } catch (error) {
    if (!(error instanceof ApiError) || !isOfGroups) throw error;
  }
  throw notWritten();
}

const notWritten = (): ApiError => notAcceptable('only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf');

function transformed(form: Wanted['form'], parameters: ReadonlyMap<string, string>): Wanted | undefined {
  const as = parameters.get('as');
  if (as === undefined || as === '') return { form, as: 'object' };
  const group = parameters.get('g');
  const version = parameters.get('v');
  if (as === 'APIGroupDiscoveryList') return group === 'apidiscovery.k8s.io' && version === 'v2' ? { form, as: 'discovery' } : undefined;
  const representation = representations[as];
  if (!representation || group !== 'meta.k8s.io') return undefined;
  if (version === 'v1') return { form, as: representation };
  return version === 'v1beta1' ? { form, as: representation, asVersion: 'v1beta1' } : undefined;
}

const patchTypes: Readonly<Record<string, PatchType>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
};

const plainType = (contentType: string | undefined): string => (contentType ?? '').split(';', 1)[0]?.trim() ?? '';

/** What kind of patch a body is. Throws UnsupportedMediaType. */
export function patchTypeOf(contentType: string | undefined): PatchType {
  const type = patchTypes[plainType(contentType)];
  if (!type) throw unsupportedPatchType();
  return type;
}

/** The body of an HTTP request, still to be read. Throws UnsupportedMediaType for what is neither JSON nor YAML. */
export function bodyTextOf(text: string, contentType: string | undefined, patchType: PatchType | undefined): BodyText | undefined {
  if (text === '') return undefined;
  if (patchType !== undefined) return { type: 'body.text', text, form: patchType === 'apply' ? 'yaml' : 'json' };
  switch (plainType(contentType)) {
    case '':
    case 'application/json': return { type: 'body.text', text, form: 'json' };
    case 'application/yaml': return { type: 'body.text', text, form: 'yaml' };
    default: throw unsupportedMediaType(['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf']);
  }
}
