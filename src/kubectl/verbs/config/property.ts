// kubectl config set and unset: one field, found by a path of names.
// Upstream: k8s.io/kubectl pkg/cmd/config (set.go, unset.go, navigation_step_parser.go)

import { base64Decode, base64EncodeText, quote } from '../../../base/index.ts';
import { randomOf } from '../../../machine/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError } from '../../core/errors.ts';
import { bool } from '../../core/flag.ts';
import { clusterFields, contextFields, userFields } from '../../core/kubeconfig-fields.ts';
import type { Shape, Struct } from '../../core/kubeconfig-fields.ts';
import type { Kubeconfig } from '../../core/kubeconfig.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { withField } from '../../core/object.ts';
import { load, save, shapedArguments, withEntry, withoutEntry } from './kubeconfig-file.ts';
import type { Entries } from './kubeconfig-file.ts';

const entryFields = { clusters: clusterFields, contexts: contextFields, users: userFields };

type Part = keyof typeof entryFields;

/** What a path leads to: all entries of a part, one of them, or a field of one. */
interface Place {
  readonly part: Part;
  readonly name: string;
  readonly field: string | undefined;
  readonly shape: Shape | undefined;
}

const isPart = (word: string): word is Part => word in entryFields;

/** Names may hold dots: one goes on until a word that is a field of such an entry. */
function placeOf(property: string, part: Part, words: readonly string[]): Place {
  const { fields }: Struct = entryFields[part];
  const at = words.findIndex((word, index) => index > 0 && fieldNamed(fields, word) !== undefined);
  if (at < 0) return { part, name: words.join('.'), field: undefined, shape: undefined };
  const field = fieldNamed(fields, words[at] ?? '') ?? '';
  if (words.length > at + 1) throw new CommandError(`unable to parse one or more field values of ${property}`);
  return { part, name: words.slice(0, at).join('.'), field, shape: fields[field] };
}

/** Whom a user acts as is called otherwise here than in the file. */
function fieldNamed(fields: Struct['fields'], word: string): string | undefined {
  const name = word.startsWith('act-as') ? word.slice('act-'.length) : word;
  return name in fields && (name !== word || !/^as(-|$)/.test(word)) ? name : undefined;
}

/** Maps hold pointers, which Go shows as addresses. */
function mapText({ context }: Kubectl, entries: Entries): string {
  const address = (): string => `0x${randomOf(context).integer(0x1000_0000, 0xffff_ffff).toString(16)}`;
  return `map[${[...entries.keys()].sort().map((name) => `${name}:${address()}`).join(' ')}]`;
}

function valueOf(text: string, shape: Shape | undefined, isRaw: boolean, property: string): unknown {
  switch (shape) {
    case 'string': return text;
    case 'bool':
      if (!/^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(text)) throw new CommandError(`strconv.ParseBool: parsing ${quote(text)}: invalid syntax`);
      return /^[1tT]/.test(text);
    case 'bytes': {
      if (isRaw) return base64EncodeText(text);
      const bytes = base64Decode(text);
      if (!(bytes instanceof Uint8Array)) throw new CommandError(`error decoding input value: illegal base64 data at input byte ${bytes.illegalAt}`);
      return text;
    }
    default: throw new CommandError(`unable to parse one or more field values of ${property}`);
  }
}

/** The configuration with the value at the path; undefined takes away what is there. */
function changed(kubectl: Kubectl, config: Kubeconfig, property: string, value: string | undefined): Kubeconfig {
  const [word = '', ...words] = property.split('.');
  if (isPart(word)) return changedPart(kubectl, config, placeOf(property, word, words), { property, value });
  if (word === 'preferences') return changedPreferences(config, words, { property, value });
  if (!['current-context', 'kind', 'apiVersion'].includes(word)) throw new CommandError(`unable to parse ${property} after [] at api.Config`);
  if (words.length > 0) throw new CommandError(`unable to parse one or more field values of ${property}`);
  return word === 'current-context' ? { ...config, currentContext: value ?? '' } : config;
}

interface Wanted {
  readonly property: string;
  readonly value: string | undefined;
}

function changedPreferences(config: Kubeconfig, words: readonly string[], { property, value }: Wanted): Kubeconfig {
  if (words.length === 0 && value === undefined) return { ...config, preferences: {} };
  if (words.join('.') !== 'colors') throw new CommandError(`unable to parse ${property} after [preferences] at api.Preferences`);
  return { ...config, preferences: withField(config.preferences, ['colors'], value === undefined ? undefined : valueOf(value, 'bool', false, property)) };
}

function changedPart(kubectl: Kubectl, config: Kubeconfig, { part, name, field, shape }: Place, { property, value }: Wanted): Kubeconfig {
  const entries: Entries = config[part];
  if (value === undefined && name === '') return { ...config, [part]: new Map() };
  if (value === undefined && field === undefined) return { ...config, [part]: withoutEntry(entries, name) };
  if (field === undefined) throw new CommandError(`can't set a map to a value: ${mapText(kubectl, entries)}`);
  const entry = entries.get(name);
  if (value === undefined && !entry) throw new CommandError(`current map key \`${name}\` is invalid`);
  const isRaw = value !== undefined && kubectl.flags.bool('set-raw-bytes');
  const next = value === undefined ? undefined : valueOf(value, shape, isRaw, property);
  return { ...config, [part]: withEntry(entries, name, withField(entry ?? {}, [field], next)) };
}

export const setProperty: Command = {
  name: 'set', short: 'Set an individual value in a kubeconfig file', usage: 'PROPERTY_NAME PROPERTY_VALUE', flags: [bool('set-raw-bytes', 'When writing a []byte PROPERTY_VALUE, write the given string directly without base64 decoding.')],
  *run(kubectl, args) {
    const [property = '', value = ''] = yield* shapedArguments(kubectl, args, 2);
    if (value === '') throw new CommandError('you cannot use set to unset a property');
    if (property === '') throw new CommandError('you must specify a property');
    save(kubectl, changed(kubectl, load(kubectl), property, value));
    yield* kubectl.out(`Property ${quote(property)} set.\n`);
  },
};

export const unsetProperty: Command = {
  name: 'unset', short: 'Unset an individual value in a kubeconfig file', usage: 'PROPERTY_NAME',
  *run(kubectl, args) {
    const [property = ''] = yield* shapedArguments(kubectl, args, 1);
    if (property === '') throw new CommandError('you must specify a property');
    save(kubectl, changed(kubectl, load(kubectl), property, undefined));
    yield* kubectl.out(`Property ${quote(property)} unset.\n`);
  },
};
