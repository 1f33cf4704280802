// Text to JSON values, as kubectl reads manifests.

import { base64Decode } from '../bytes.ts';
import { utf8Text } from '../utf8.ts';
import { quote } from '../go-quote.ts';
import { compareText, isObject } from '../json.ts';
import { parseDocument } from './parser.ts';
import type { YamlMapping, YamlNode, YamlScalar } from './parser.ts';
import { resolveNumber, resolvePlain } from './resolve.ts';
import { NotJsonError, YamlError } from './yaml-error.ts';

/** The longest text that is read, in UTF-16 units. */
export const maxYamlLength = 3 * 1024 * 1024;

const standard = 'tag:yaml.org,2002:';
// oxlint-disable-next-line no-control-regex
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u0080-\u0084\u0086-\u009f\ufffe\uffff]/;

/** What plain words such as `yes`, `n` and `on` are: truth values, as kubectl reads them, or texts, as kustomize does. */
export type YamlWords = 'text' | 'truth';

/** Reads the first document of a YAML text; an empty one is null. Throws a YamlError. */
export function readYaml(text: string, words: YamlWords = 'truth'): unknown {
  const node = parseYaml(text);
  return node === undefined ? null : new Conversion(words).value(node);
}

/** The nodes of the first document of a text, with their places; undefined when there is none. */
export function parseYaml(text: string): YamlNode | undefined {
  if (text.length > maxYamlLength) {
    throw new YamlError(`the text is too large: ${text.length} characters, at most ${maxYamlLength} are read`, 0, undefined);
  }
  if (control.test(text)) throw new YamlError('control characters are not allowed', 0, undefined);
  return parseDocument(text);
}

/** What a scalar can be. */
type Scalar = boolean | number | string | null;

/** Aliases may repeat nodes, but not so often that a small text becomes a huge value. */
class Conversion {
  readonly #open = new Set<YamlNode>();
  #decoded = 0;
  #decodedInAliases = 0;
  #aliasDepth = 0;
  readonly #words: YamlWords;

  constructor(words: YamlWords) {
    this.#words = words;
  }

  value(node: YamlNode): unknown {
    this.#decoded++;
    if (this.#aliasDepth > 0) this.#decodedInAliases++;
    if (this.#decodedInAliases > 100 && this.#decoded > 1000 && this.#decodedInAliases / this.#decoded > allowedRatio(this.#decoded)) {
      throw new YamlError('document contains excessive aliasing', 0, node.start);
    }
    switch (node.type) {
      case 'scalar': return this.#scalar(node);
      case 'sequence': return node.items.map((item) => this.value(item));
      case 'mapping': return this.#mapping(node);
      case 'alias': return this.#through(node.name, node.target(), (target) => this.value(target));
    }
  }

  #scalar(node: YamlScalar): Scalar {
    const value = scalarValue(node);
    return this.#words === 'text' && typeof value === 'boolean' && node.tag === undefined && !/^(true|false)$/i.test(node.text) ? node.text : value;
  }

  #through<T>(name: string, target: YamlNode | undefined, follow: (target: YamlNode) => T): T {
    if (!target || this.#open.has(target)) throw new YamlError(`anchor '${name}' value contains itself`, 0, undefined);
    this.#open.add(target);
    this.#aliasDepth++;
    const value = follow(target);
    this.#aliasDepth--;
    this.#open.delete(target);
    return value;
  }

  #mapping(node: YamlMapping): Readonly<Record<string, unknown>> {
    const out: Record<string, unknown> = {};
    for (const [key, value] of node.pairs) {
      if (isMerge(key)) this.#merge(value, out);
      else put(out, this.#key(key, value), this.value(value));
    }
    return out;
  }

  #merge(node: YamlNode, out: Record<string, unknown>): void {
    if (node.type === 'alias') {
      this.#through(node.name, node.target(), (target) => this.#merge(target, out));
    } else if (node.type === 'sequence') {
      // The first of several counts most.
      for (const item of node.items.toReversed()) {
        const target = item.type === 'alias' ? item.target() : item;
        if (target?.type !== 'mapping') throw notMergeable(item);
        this.#merge(item, out);
      }
    } else if (node.type === 'mapping') {
      for (const [key, value] of Object.entries(this.#mapping(node))) put(out, key, value);
    } else {
      throw notMergeable(node);
    }
  }

  #key(node: YamlNode, value: YamlNode): string {
    if (node.type === 'alias') return this.#through(node.name, node.target(), (target) => this.#key(target, value));
    if (node.type !== 'scalar') throw new YamlError(`invalid map key: ${goSyntax(this.value(node))}`, 0, node.start);
    const key = this.#scalar(node);
    if (key === null) throw new NotJsonError(`unsupported map key of type: %!s(<nil>), key: <nil>, value: ${goSyntax(this.value(value), true)}`);
    return typeof key === 'number' && !Number.isInteger(key) ? formatFloat32(key) : String(key);
  }
}

/** A key such as `__proto__` is data like any other. */
function put(out: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(out, key, { value, enumerable: true, configurable: true, writable: true });
  else out[key] = value;
}

const notMergeable = (node: YamlNode): YamlError =>
  new YamlError('map merge requires map or sequence of maps as the value', 0, node.start);

function allowedRatio(decoded: number): number {
  if (decoded <= 400_000) return 0.99;
  return decoded >= 4_000_000 ? 0.1 : 0.99 - 0.89 * ((decoded - 400_000) / 3_600_000);
}

function isMerge(node: YamlNode): boolean {
  return node.type === 'scalar' && node.text === '<<' && (node.tag === `${standard}merge` || (node.plain && node.tag === undefined));
}

function scalarValue(node: YamlScalar): Scalar {
  const { tag, text } = node;
  if (tag === undefined || tag === '!') return node.plain && tag === undefined ? finite(resolvePlain(text)) : text;
  switch (tag) {
    case `${standard}str`: return text;
    case `${standard}binary`: return binaryText(node);
    case `${standard}bool`: case `${standard}int`: case `${standard}float`: case `${standard}null`: return tagged(node, tag);
    // Tags of the standard apply to collections only, and private ones say that it is text.
    default: return tag.startsWith(standard) && node.plain ? finite(resolvePlain(text)) : text;
  }
}

function tagged(node: YamlScalar, tag: string): Scalar {
  const value = tag === `${standard}float` ? (resolveNumber(node.text) ?? resolvePlain(node.text)) : resolvePlain(node.text);
  const kind = value === null ? 'null' : typeof value === 'boolean' ? 'bool' : typeof value === 'string' ? 'str' : Number.isInteger(value) ? 'int' : 'float';
  const wanted = tag.slice(standard.length);
  if (kind === wanted || (wanted === 'float' && kind === 'int')) return finite(value);
  throw new YamlError(`cannot decode !!${kind} \`${node.text}\` as a !!${wanted}`, 0, node.start);
}

function binaryText(node: YamlScalar): string {
  const bytes = base64Decode(node.text);
  if (bytes instanceof Uint8Array) return utf8Text(bytes);
  throw new YamlError('!!binary value contains invalid base64 data', 0, node.start);
}

/** A value as Go's %#v prints it. */
function goSyntax(value: unknown, isRoot = false): string {
  if (value === null || value === undefined) return isRoot ? '<nil>' : 'interface {}(nil)';
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map((item) => goSyntax(item)).join(', ')}}`;
  if (!isObject(value)) return JSON.stringify(value);
  const pairs = Object.keys(value).sort(compareText).map((key) => `${quote(key)}:${goSyntax(value[key])}`);
  return `map[interface {}]interface {}{${pairs.join(', ')}}`;
}

/** The shortest text that means the same 32-bit float, with an exponent from a million on. */
function formatFloat32(value: number): string {
  let precision = 1;
  while (precision < 9 && Math.fround(Number(value.toPrecision(precision))) !== Math.fround(value)) precision++;
  const [digits = '', exponentText = '0'] = value.toExponential(precision - 1).split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 6) return String(Number(value.toPrecision(precision)));
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** JSON has no infinity and no NaN. */
function finite(value: Scalar): Scalar {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  throw new NotJsonError(`json: unsupported value: ${Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'}`);
}
