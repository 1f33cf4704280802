// What was asked of the server: how often, with which answer, and how long it took.
// Upstream: k8s.io/apiserver pkg/endpoints/metrics

import { Histogram } from '../../base/index.ts';
import type { ApiRequest, ResourceRequest } from '../../kinds/index.ts';

/** What requests have in common that are counted together. */
export interface RequestSort {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string;
  readonly scope: '' | 'cluster' | 'namespace' | 'resource';
  readonly verb: string;
  readonly dryRun: string;
}

/** Requests of one sort. */
export interface CountedRequests {
  readonly sort: RequestSort;
  readonly byCode: Map<number, number>;
  readonly seconds: Histogram;
}

const secondsBounds = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];

const verbs: Readonly<Record<ResourceRequest['verb'], string>> = {
  get: 'GET', list: 'LIST', watch: 'WATCH', create: 'POST', update: 'PUT', patch: 'PATCH', delete: 'DELETE', deletecollection: 'DELETECOLLECTION',
};

function scopeOf({ name, namespace, verb }: ResourceRequest): RequestSort['scope'] {
  if (name !== undefined || verb === 'create') return 'resource';
  return namespace === undefined ? 'cluster' : 'namespace';
}

function sortOf(request: ApiRequest): RequestSort {
  if (request.type === 'path') {
    const [, root = ''] = request.path.split(/[/?]/, 2);
    return { group: '', version: '', resource: '', subresource: `/${root}`, scope: '', verb: request.verb.toUpperCase(), dryRun: '' };
  }
  const { group, version, resource, subresource = '', verb, patchType, options } = request;
  return { group, version, resource, subresource, scope: scopeOf(request), verb: patchType === 'apply' ? 'APPLY' : verbs[verb], dryRun: options.dryRun === true ? 'All' : '' };
}

/** Counts requests. Sorts of one resource and verb are few, so that they are looked through. */
export class RequestCounts {
  private readonly byResource = new Map<string, CountedRequests[]>();

  /** Notes a request and its answer. */
  count(request: ApiRequest, code: number, latencyMs: number): void {
    const counted = this.find(request);
    counted.byCode.set(code, (counted.byCode.get(code) ?? 0) + 1);
    counted.seconds.observe(latencyMs / 1_000);
  }

  /** Everything that was counted, in the order in which it came first. */
  all(): readonly CountedRequests[] {
    return [...this.byResource.values()].flat();
  }

  private find(request: ApiRequest): CountedRequests {
    const isPath = request.type === 'path';
    const key = isPath ? '' : request.resource;
    const known = this.byResource.get(key);
    if (known) for (const counted of known) if (isPath ? isSame(counted.sort, sortOf(request)) : isOfSort(counted.sort, request)) return counted;
    const counted: CountedRequests = { sort: sortOf(request), byCode: new Map(), seconds: new Histogram(secondsBounds) };
    if (known) known.push(counted);
    else this.byResource.set(key, [counted]);
    return counted;
  }
}

function isSame(a: RequestSort, b: RequestSort): boolean {
  return a.subresource === b.subresource && a.verb === b.verb;
}

/** The same as comparing with the request's sort, which need not be made for it. */
function isOfSort(sort: RequestSort, request: ResourceRequest): boolean {
  return sort.group === request.group && sort.subresource === (request.subresource ?? '') && sort.scope === scopeOf(request)
    && sort.verb === (request.patchType === 'apply' ? 'APPLY' : verbs[request.verb]) && sort.version === request.version
    && (sort.dryRun === 'All') === (request.options.dryRun === true);
}
