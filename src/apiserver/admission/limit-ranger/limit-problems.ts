import { canonicalQuantity, compareQuantities, compareText, isObject, parseQuantity } from '../../../base/index.ts';
import { podQuantities } from '../../../kinds/index.ts';
import type { KubeObject, LimitRangeItem, Pod, Quantity } from '../../../kinds/index.ts';

type Quantities = Readonly<Record<string, Quantity>>;

/** Something whose amounts are limited: a container, a Pod, a claim. */
interface Measured {
  readonly type: string;
  readonly requests: Quantities;
  readonly limits: Quantities;
}

/** What of a Pod and its containers is outside the limits. */
export function podProblems({ spec }: Pod, items: readonly LimitRangeItem[]): readonly string[] {
  const containers = [...spec.containers, ...(spec.initContainers ?? [])].map(({ resources }): Measured => (
    { type: 'Container', requests: resources.requests ?? {}, limits: resources.limits ?? {} }));
  const whole: Measured = { type: 'Pod', requests: podQuantities(spec, 'requests'), limits: podQuantities(spec, 'limits') };
  return items.flatMap((item) => [...containers, whole].flatMap((measured) => (measured.type === item.type ? problemsOf(measured, item) : [])));
}

/** What a claim asks for outside the limits. Its requests are all that it has. */
export function claimProblems({ spec }: KubeObject, items: readonly LimitRangeItem[]): readonly string[] {
  const resources = isObject(spec) && isObject(spec['resources']) ? spec['resources'] : {};
  const requests: Record<string, string> = {};
  for (const [name, amount] of Object.entries(isObject(resources['requests']) ? resources['requests'] : {})) if (typeof amount === 'string') requests[name] = amount;
  const type = 'PersistentVolumeClaim';
  return items.filter((item) => item.type === type).flatMap(({ min, max }) => [
    ...each(min, (name, least) => belowLeast(name, type, least, requests[name], undefined)),
    ...each(max, (name, most) => aboveMost(name, type, most, requests[name], undefined, 'request')),
  ]);
}

function problemsOf({ type, requests, limits }: Measured, { min, max, maxLimitRequestRatio }: LimitRangeItem): readonly string[] {
  return [
    ...each(min, (name, least) => belowLeast(name, type, least, requests[name], limits[name])),
    ...each(max, (name, most) => aboveMost(name, type, most, limits[name], requests[name], 'limit')),
    ...each(maxLimitRequestRatio, (name, ratio) => aboveRatio(name, type, ratio, requests[name], limits[name])),
  ];
}

function each(bounds: Quantities | undefined, problem: (name: string, bound: Quantity) => string | undefined): readonly string[] {
  const found: string[] = [];
  for (const name of Object.keys(bounds ?? {}).sort(compareText)) {
    const text = problem(name, bounds?.[name] ?? '0');
    if (text !== undefined) found.push(text);
  }
  return found;
}

function belowLeast(name: string, type: string, least: Quantity, request: Quantity | undefined, limit: Quantity | undefined): string | undefined {
  const rule = `minimum ${name} usage per ${type} is ${canonicalQuantity(least)}`;
  if (request === undefined) return `${rule}.  No request is specified`;
  if (compareQuantities(request, least) < 0) return `${rule}, but request is ${canonicalQuantity(request)}`;
  if (limit !== undefined && compareQuantities(limit, least) < 0) return `${rule}, but limit is ${canonicalQuantity(limit)}`;
  return undefined;
}

function aboveMost(
  name: string,
  type: string,
  most: Quantity,
  amount: Quantity | undefined,
  request: Quantity | undefined,
  called: 'limit' | 'request',
): string | undefined {
  const rule = `maximum ${name} usage per ${type} is ${canonicalQuantity(most)}`;
  if (amount === undefined) return `${rule}.  No ${called} is specified`;
  if (compareQuantities(amount, most) > 0) return `${rule}, but ${called} is ${canonicalQuantity(amount)}`;
  if (request !== undefined && compareQuantities(request, most) > 0) return `${rule}, but request is ${canonicalQuantity(request)}`;
  return undefined;
}

function aboveRatio(name: string, type: string, most: Quantity, request: Quantity | undefined, limit: Quantity | undefined): string | undefined {
  const rule = `${name} max limit to request ratio per ${type} is ${canonicalQuantity(most)}`;
  if (request === undefined || isZero(request)) return `${rule}, but no request is specified or request is 0`;
  if (limit === undefined || isZero(limit)) return `${rule}, but no limit is specified or limit is 0`;
  const ratio = asNumber(limit) / asNumber(request);
  return ratio > asNumber(most) ? `${rule}, but provided ratio is ${sixPlaces(ratio)}` : undefined;
}

const asNumber = (quantity: Quantity): number => Number(parseQuantity(quantity).nanos) / 1e9;
const isZero = (quantity: Quantity): boolean => parseQuantity(quantity).nanos === 0n;

/** Six places as Go writes them: what lies exactly between two goes to the even one. */
function sixPlaces(value: number): string {
  const millionths = value * 1e6;
  const below = Math.floor(millionths);
  return (millionths - below === 0.5 && below % 2 === 0 ? below / 1e6 : value).toFixed(6);
}
