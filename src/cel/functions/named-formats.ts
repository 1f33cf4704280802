// Forms that texts can have, by their names.
// Upstream: k8s.io/apiserver pkg/cel/library/format.go, k8s.io/apimachinery pkg/util/validation

import { base64Decode } from '../../base/index.ts';
import { opaque } from '../types.ts';
import { CelList, none, Opaque, Optional } from '../values.ts';
import type { OpaqueBehaviour, Value } from '../values.ts';
import { inner, text } from './arguments.ts';
import type { Library } from './arguments.ts';
import { readTimestamp } from './moments.ts';
import { readUrl } from './urls.ts';

/** One form. */
export interface NamedFormat {
  readonly name: string;
  /** By which the cost of a validation is reckoned. */
  readonly regexSize: number;
  problems(written: string): readonly string[];
}

const namedFormat: OpaqueBehaviour<NamedFormat> = { type: opaque('kubernetes.NamedFormat'), equals: (a, b) => a.name === b.name };

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain = `${label}(\\.${label})*`;
const oldLabel = '[a-z]([-a-z0-9]*[a-z0-9])?';
const qualified = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';

/** A rule: how long at most, which form, and the words when it is not that. */
function rule(most: number, form: string, words: string): (written: string) => readonly string[] {
  const regex = new RegExp(`^(?:${form})$`);
  return (written) => [
    ...(written.length > most ? [`must be no more than ${most} characters`] : []),
    ...(regex.test(written) ? [] : [words]),
  ];
}

const examples = (form: string, ...all: readonly string[]): string => `(e.g. ${all.map((example) => `'${example}'`).join(',  or ')}, regex used for validation is '${form}')`;

const isLabel = rule(63, label, `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character ${examples(label, 'my-name', '123-abc')}`);
const isSubdomain = rule(253, subdomain, `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character ${examples(subdomain, 'example.com')}`);
const isOldLabel = rule(63, oldLabel, `a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character ${examples(oldLabel, 'my-name', 'abc-123')}`);
const isLabelValue = rule(63, `(${qualified})?`, `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character ${examples(`(${qualified})?`, 'MyValue', 'my_value', '12345')}`);

const nameWords = `must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character ${examples(qualified, 'MyName', 'my.name', '123-abc')}`;
const isNamePart = rule(63, qualified, nameWords);

function qualifiedName(written: string): readonly string[] {
  const parts = written.split('/');
  if (parts.length > 2) return [`a valid label key ${nameWords} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  const [prefix, name = ''] = parts.length === 2 ? parts : [undefined, parts[0]];
  const problems: string[] = [];
  if (prefix === '') problems.push('prefix part must be non-empty');
  else if (prefix !== undefined) problems.push(...isSubdomain(prefix).map((problem) => `prefix part ${problem}`));
  if (name === '') problems.push('name part must be non-empty');
  return [...problems, ...isNamePart(name).map((problem) => `name part ${problem}`)];
}

/** A name that something is put behind: what stands at its end does not matter. */
const asPrefix = (check: (written: string) => readonly string[]) => (written: string): readonly string[] =>
  check(written.length > 1 && written.endsWith('-') ? `${written.slice(0, -2)}a` : written);

const when = (isRight: (written: string) => boolean, words: string) => (written: string): readonly string[] => (isRight(written) ? [] : [words]);

function uri(written: string): readonly string[] {
  const found = readUrl(written);
  return typeof found === 'string' ? [found] : [];
}

const formats: readonly NamedFormat[] = [
  { name: 'dns1123Label', regexSize: 30, problems: isLabel },
  { name: 'dns1123Subdomain', regexSize: 60, problems: isSubdomain },
  { name: 'dns1035Label', regexSize: 30, problems: isOldLabel },
  { name: 'qualifiedName', regexSize: 60, problems: qualifiedName },
  { name: 'dns1123LabelPrefix', regexSize: 30, problems: asPrefix(isLabel) },
  { name: 'dns1123SubdomainPrefix', regexSize: 60, problems: asPrefix(isSubdomain) },
  { name: 'dns1035LabelPrefix', regexSize: 30, problems: asPrefix(isOldLabel) },
  { name: 'labelValue', regexSize: 40, problems: isLabelValue },
  { name: 'uri', regexSize: 1_104, problems: uri },
  { name: 'uuid', regexSize: 72, problems: when((written) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(written), 'does not match the UUID format') },
  { name: 'byte', regexSize: 84, problems: when((written) => base64Decode(written) instanceof Uint8Array, 'invalid base64') },
  { name: 'date', regexSize: 72, problems: when((written) => readTimestamp(`${written}T00:00:00Z`) !== undefined, 'invalid date') },
  { name: 'datetime', regexSize: 72, problems: when((written) => readTimestamp(written) !== undefined, 'invalid datetime') },
];
const values = new Map(formats.map((format) => [format.name, new Opaque(namedFormat, format)]));

function validate(format: NamedFormat, written: string): Value {
  const problems = format.problems(written);
  return problems.length === 0 ? none : new Optional(new CelList(problems));
}

/** What is counted as the size of a form's regular expression. */
export const regexSizeOf = (value: Value | undefined): number => (value instanceof Opaque && value.behaviour === namedFormat ? inner(namedFormat, value).regexSize : 0);

export const namedFormats: Library = {
  ...Object.fromEntries(Array.from(values, ([name, value]) => [`format.${name}`, () => value])),
  'format-named': ([name]) => {
    const found = values.get(text(name));
    return found ? new Optional(found) : none;
  },
  'format-validate': ([format, written]) => validate(inner(namedFormat, format), text(written)),
};
