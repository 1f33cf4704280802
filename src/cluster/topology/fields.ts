// Reads what a person has written, field by field; what cannot be read is told with its place and what would be right.
import { QuantityError, isObject, parseCidr, parseQuantity, quantityMilli } from '../../base/index.ts';
import { isDnsSubdomain, isLabelValue, isQualifiedName } from '../../kinds/index.ts';

/** A topology that cannot be built: what is wrong, where, and what would be right. */
export class TopologyError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TopologyError';
  }
}

/** A mapping with no other than the known fields. */
export function asObject(value: unknown, at: string, known: readonly string[]): Readonly<Record<string, unknown>> {
  if (!isObject(value) || Array.isArray(value)) throw new TopologyError(`${at}: expected a mapping, found ${show(value)}`);
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) throw new TopologyError(`${at}: unknown field ${JSON.stringify(key)}; known are ${known.join(', ')}`);
  }
  return value;
}

/** A sequence. */
export function asList(value: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new TopologyError(`${at}: expected a list, found ${show(value)}`);
  return value;
}

/** A text that is not empty. */
export function asText(value: unknown, at: string): string {
  if (typeof value !== 'string' || value === '') throw new TopologyError(`${at}: expected a text, found ${show(value)}`);
  return value;
}

/** A name that a machine, and the node on it, can have. */
export function asName(value: unknown, at: string): string {
  const name = asText(value, at);
  if (isDnsSubdomain(name).length > 0) throw new TopologyError(`${at}: ${show(name)} is no machine name (at most 253 lower-case letters, digits, - and .)`);
  return name;
}

/** True or false. */
export function asBoolean(value: unknown, at: string): boolean {
  if (typeof value !== 'boolean') throw new TopologyError(`${at}: expected true or false, found ${show(value)}`);
  return value;
}

/** A whole number. */
export function asCount(value: unknown, at: string, greatest: number, least = 1): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > greatest) {
    throw new TopologyError(`${at}: expected a whole number from ${least} to ${greatest}, found ${show(value)}`);
  }
  return value;
}

/** An amount of something, more than nothing. */
export function asQuantity(value: unknown, at: string): string {
  const text = typeof value === 'number' ? String(value) : asText(value, at);
  if ((milliOf(text) ?? 0) <= 0) throw new TopologyError(`${at}: ${show(value)} is no quantity above 0 (such as 4, 500m or 8Gi)`);
  return text;
}

function milliOf(text: string): number | undefined {
  try {
    parseQuantity(text);
    return quantityMilli(text);
  } catch (error) {
    if (!(error instanceof QuantityError)) throw error;
    return undefined;
  }
}

/** An IPv4 network. */
export function asCidr(value: unknown, at: string): string {
  const text = asText(value, at);
  if (parseCidr(text)?.version !== 4) throw new TopologyError(`${at}: ${show(value)} is no network (such as 10.244.0.0/16)`);
  return text;
}

/** Labels as a node can have them. */
export function asLabels(value: unknown, at: string): Readonly<Record<string, string>> {
  const labels = asTexts(value, at);
  for (const [key, text] of Object.entries(labels)) {
    asKey(key, `${at}: ${show(key)}`);
    asLabelValue(text, `${at}.${key}`);
  }
  return labels;
}

/** What a label or a taint is known by. */
export function asKey(value: unknown, at: string): string {
  const key = asText(value, at);
  refuse(at, isQualifiedName(key));
  return key;
}

/** What a label or a taint says. */
export function asLabelValue(value: unknown, at: string): string {
  const text = asScalar(value, at);
  refuse(at, isLabelValue(text));
  return text;
}

/** Amounts of resources beside those that every node has, by their full names. */
export function asExtended(value: unknown, at: string): Readonly<Record<string, string>> {
  const amounts = asTexts(value, at);
  for (const [name, amount] of Object.entries(amounts)) {
    if (!name.includes('/')) throw new TopologyError(`${at}: ${show(name)} is no name of a further resource (such as example.com/gpu)`);
    asKey(name, `${at}: ${show(name)}`);
    if (!/^\d+$/.test(amount)) throw new TopologyError(`${at}.${name}: expected a whole number, found ${show(amount)}`);
  }
  return amounts;
}

function refuse(at: string, [problem]: readonly string[]): void {
  if (problem !== undefined) throw new TopologyError(`${at}: ${problem}`);
}

function asTexts(value: unknown, at: string): Readonly<Record<string, string>> {
  const object = asObject(value, at, isObject(value) ? Object.keys(value) : []);
  return Object.fromEntries(Object.entries(object).map(([key, text]) => [key, asScalar(text, `${at}.${key}`)]));
}

function asScalar(value: unknown, at: string): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TopologyError(`${at}: expected a text, found ${show(value)}`);
}

/** A value as a message quotes it. */
export function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
