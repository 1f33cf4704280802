// Whether a device fulfils an expression.
// Upstream: k8s.io/dynamic-resource-allocation cel DeviceMatches

import { LruMap } from '../../base/index.ts';
import { compile, EntryMap, isMap, perCallLimit, quantityValue, semverValue } from '../../cel/index.ts';
import type { CelMap, Compiled, Value } from '../../cel/index.ts';
import type { Device, DeviceAttribute } from '../generated/types.ts';
import { deviceEnvironment, deviceName } from './device-selectors.ts';

/** What a device is asked: yes, no, or why that cannot be said. */
export type DeviceAnswer = boolean | { readonly error: string };

const compiled = new LruMap<string, Compiled>(100);

function programOf(expression: string): Compiled {
  let known = compiled.get(expression);
  if (!known) compiled.set(expression, (known = compile(expression, deviceEnvironment())));
  return known;
}

/** Asks the expression of a device; names without a domain are its driver's. */
export function deviceMatches(expression: string, driver: string, device: Device): DeviceAnswer {
  const { program, errors } = programOf(expression);
  if (!program) return { error: errors };
  const value = deviceValue(driver, device);
  const outcome = program.evaluate((name) => (name === 'device' ? value : undefined), perCallLimit);
  if ('error' in outcome) return { error: outcome.error };
  return typeof outcome.value === 'boolean' ? outcome.value : { error: 'CEL expression must evaluate to bool' };
}

function deviceValue(driver: string, { attributes = {}, capacity = {}, allowMultipleAllocations = false }: Device): Value {
  return EntryMap.of([
    ['driver', driver],
    ['attributes', byDomain(driver, attributes, attributeValue)],
    ['capacity', byDomain(driver, capacity, ({ value }) => quantityValue(value))],
    ['allowMultipleAllocations', allowMultipleAllocations],
  ], deviceName);
}

function attributeValue({ int, bool, string: text, version }: DeviceAttribute): Value {
  if (int !== undefined) return BigInt(int);
  if (bool !== undefined) return bool;
  if (version !== undefined) return semverValue(version);
  return text ?? null;
}

function byDomain<Item>(driver: string, items: Readonly<Record<string, Item>>, valueOf: (item: Item) => Value): CelMap {
  const domains = new Map<string, [string, Value][]>();
  for (const name of Object.keys(items).sort()) {
    const item = items[name];
    if (item === undefined) continue;
    const slash = name.indexOf('/');
    const [domain, id] = slash < 0 ? [driver, name] : [name.slice(0, slash), name.slice(slash + 1)];
    const entries = domains.get(domain) ?? [];
    entries.push([id, valueOf(item)]);
    domains.set(domain, entries);
  }
  return new Domains(EntryMap.of(Array.from(domains, ([domain, entries]) => [domain, EntryMap.of(entries)])));
}

const emptyDomain = EntryMap.of([]);

/** By domain; one that the device says nothing of is empty. */
class Domains implements CelMap {
  readonly isMap = true;
  readonly #known: CelMap;

  constructor(known: CelMap) {
    this.#known = known;
  }

  get size(): number {
    return this.#known.size;
  }

  get(key: Value): Value | undefined {
    return typeof key === 'string' ? this.field(key) : undefined;
  }

  has(key: Value): boolean {
    return this.#known.get(key) !== undefined;
  }

  field(name: string): Value {
    const found = this.#known.field(name);
    return found !== undefined && isMap(found) ? found : emptyDomain;
  }

  keys(): readonly Value[] {
    return this.#known.keys();
  }
}
