// Upstream: pkg/fieldpath, pkg/api/v1/resource
import { goString, quantityMilli, quantityWhole } from '../../base/index.ts';
import type { Pod, ResourceFieldSelector } from '../../kinds/index.ts';
import type { AnyContainer } from './pod-worker.ts';
import { allContainers } from './pod-worker.ts';

/** What a field of a Pod is known by outside its metadata. */
export interface PodPlace {
  readonly podIP: string;
  readonly hostIP: string;
  /** What the kubelet notes on the Pod for itself, which only its containers see. */
  readonly notes: Readonly<Record<string, string>>;
  /** For limits that are not set. */
  readonly allocatable: Readonly<Record<string, string>>;
}

/** The value of a field of the Pod as environment or file; undefined when there is no such field. */
export function fieldValue(pod: Pod, fieldPath: string, place: PodPlace): string | undefined {
  const { metadata, spec } = pod;
  const subscript = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(fieldPath);
  const annotations = { ...metadata.annotations, ...place.notes };
  if (subscript) return (subscript[1] === 'labels' ? metadata.labels : annotations)?.[subscript[2] ?? ''] ?? '';
  switch (fieldPath) {
    case 'metadata.name': return metadata.name;
    case 'metadata.namespace': return metadata.namespace;
    case 'metadata.uid': return metadata.uid;
    case 'metadata.labels': return formatMap(metadata.labels);
    case 'metadata.annotations': return formatMap(annotations);
    case 'spec.nodeName': return spec.nodeName ?? '';
    case 'spec.serviceAccountName': return spec.serviceAccountName ?? '';
    case 'status.podIP':
    case 'status.podIPs': return place.podIP;
    case 'status.hostIP':
    case 'status.hostIPs': return place.hostIP;
    default: return undefined;
  }
}

function formatMap(map: Readonly<Record<string, string>> | undefined): string {
  return Object.keys(map ?? {}).sort().map((key) => `${key}=${goString(map?.[key] ?? '')}`).join('\n');
}

/** The value of a resource of a container in units of the divisor, rounded up. */
export function resourceValue(pod: Pod, own: AnyContainer | undefined, selector: ResourceFieldSelector, place: PodPlace): string {
  const container = allContainers(pod).find(({ name }) => name === selector.containerName) ?? own;
  const [list = 'limits', name = ''] = splitOnce(selector.resource);
  const resources = container?.resources;
  const limit = resources?.limits?.[name] ?? place.allocatable[name];
  const quantity = (list === 'limits' ? limit : resources?.requests?.[name]) ?? '0';
  const divisor = selector.divisor === undefined || selector.divisor === '0' ? '1' : selector.divisor;
  const amount = name === 'cpu' ? quantityMilli(quantity) / quantityMilli(divisor) : quantityWhole(quantity) / quantityWhole(divisor);
  return String(Math.ceil(amount));
}

function splitOnce(text: string): readonly string[] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}
