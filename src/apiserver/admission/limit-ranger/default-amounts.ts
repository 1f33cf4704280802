import { compareText, withFields } from '../../../base/index.ts';
import type { Container, LimitRangeItem, Pod, Quantity, ResourceRequirements } from '../../../kinds/index.ts';

type Quantities = Readonly<Record<string, Quantity>>;

/** On a Pod: which amounts were filled in. */
const annotation = 'kubernetes.io/limit-ranger';

/** A Pod whose containers have the amounts that they did not say; the same Pod when they said them all. */
export function withDefaultAmounts(pod: Pod, items: readonly LimitRangeItem[]): Pod {
  const { requests, limits } = containerDefaults(items);
  const notes: string[] = [];
  const completed = (sort: string) => (container: Container): Container => {
    const filled = filledIn(container, requests, limits, (which, names) => notes.push(`${names} ${which} for ${sort} ${container.name}`));
    return filled ? withFields(container, { resources: filled }) : container;
  };
  const { containers, initContainers } = pod.spec;
  const spec = withFields(pod.spec, { containers: containers.map(completed('container')) });
  const whole = initContainers ? withFields(spec, { initContainers: initContainers.map(completed('init container')) }) : spec;
  if (notes.length === 0) return pod;
  const annotations = { ...pod.metadata.annotations, [annotation]: `LimitRanger plugin set: ${notes.join('; ')}` };
  return withFields(pod, { spec: whole, metadata: withFields(pod.metadata, { annotations }) });
}

function containerDefaults(items: readonly LimitRangeItem[]): { readonly requests: Quantities; readonly limits: Quantities } {
  const ofContainers = items.filter(({ type }) => type === 'Container');
  return {
    requests: Object.assign({}, ...ofContainers.map(({ defaultRequest }) => defaultRequest ?? {})),
    limits: Object.assign({}, ...ofContainers.map((item) => item.default ?? {})),
  };
}

/** The resources with what was missing, after telling of it; undefined when nothing was. */
function filledIn(
  { resources }: Container,
  requests: Quantities,
  limits: Quantities,
  tell: (which: 'request' | 'limit', names: string) => void,
): ResourceRequirements | undefined {
  const missing = (all: Quantities, present: Quantities = {}): string[] => Object.keys(all).filter((name) => present[name] === undefined).sort(compareText);
  const requested = missing(requests, resources.requests);
  const limited = missing(limits, resources.limits);
  if (requested.length === 0 && limited.length === 0) return undefined;
  if (requested.length > 0) tell('request', requested.join(', '));
  if (limited.length > 0) tell('limit', limited.join(', '));
  return {
    ...resources,
    ...(limited.length > 0 ? { limits: { ...limits, ...resources.limits } } : {}),
    ...(requested.length > 0 ? { requests: { ...requests, ...resources.requests } } : {}),
  };
}
