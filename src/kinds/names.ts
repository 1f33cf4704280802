// Which texts Kubernetes takes as names, labels and keys, and how it says no.
// Upstream: k8s.io/apimachinery util/validation

/** Says what is wrong with a name; `prefix`: it is the beginning of a generated name, to which more is added. */
export type NameValidator = (name: string, prefix: boolean) => readonly string[];

const dnsLabel = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const dns1035Label = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const dnsSubdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const qualifiedPart = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const configMapKey = /^[-._a-zA-Z0-9]+$/;
const portName = /^[-a-z0-9]+$/;

/** `must be no more than N characters`. */
export function maxLengthError(length: number): string {
  return `must be no more than ${length} characters`;
}

/** `must be no more than N bytes`. */
export function maxBytesError(length: number): string {
  return `must be no more than ${length} bytes`;
}

function regexError(message: string, expression: string, ...examples: string[]): string {
  if (examples.length === 0) return `${message} (regex used for validation is '${expression}')`;
  // The comma before `or` is Kubernetes' own.
  const quoted = examples.map((example) => `'${example}', `).join(' or ');
  return `${message} (e.g. ${quoted}regex used for validation is '${expression}')`;
}

const subdomainText = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

/** What is wrong with a DNS-1123 subdomain. */
export function isDnsSubdomain(value: string): readonly string[] {
  const errors: string[] = [];
  if (value.length > 253) errors.push(maxLengthError(253));
  if (!dnsSubdomain.test(value)) {
    errors.push(regexError("a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character", subdomainText, 'example.com'));
  }
  return errors;
}

/** What is wrong with a DNS-1123 label. */
export function isDnsLabel(value: string): readonly string[] {
  const errors: string[] = [];
  if (value.length > 63) errors.push(maxLengthError(63));
  if (!dnsLabel.test(value)) {
    errors.push(dnsSubdomain.test(value)
      ? 'must not contain dots'
      : regexError("a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character", '[a-z0-9]([-a-z0-9]*[a-z0-9])?', 'my-name', '123-abc'));
  }
  return errors;
}

/** What is wrong with a DNS-1035 label, which begins with a letter. */
export function isDns1035Label(value: string): readonly string[] {
  const errors: string[] = [];
  if (value.length > 63) errors.push(maxLengthError(63));
  if (!dns1035Label.test(value)) {
    errors.push(regexError("a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character", '[a-z]([-a-z0-9]*[a-z0-9])?', 'my-name', 'abc-123'));
  }
  return errors;
}

/** What is wrong with a wildcard DNS-1123 subdomain such as `*.example.com`. */
export function isWildcardDnsSubdomain(value: string): readonly string[] {
  const errors: string[] = [];
  if (value.length > 253) errors.push(maxLengthError(253));
  if (!value.startsWith('*.') || !dnsSubdomain.test(value.slice(2))) {
    errors.push(regexError("a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character", `\\*\\.${subdomainText}`, '*.example.com'));
  }
  return errors;
}

/** Of the prefix of a key, bytes are counted. */
function prefixErrors(prefix: string): readonly string[] {
  return isDnsSubdomain(prefix).map((message) => (message === maxLengthError(253) ? maxBytesError(253) : message));
}

const qualifiedText = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const qualifiedMessage = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

const none: readonly string[] = [];

/** Remembers what was found right: the same few keys and values stand on every object. */
function rememberingGood(check: (value: string) => readonly string[]): (value: string) => readonly string[] {
  const good = new Set<string>();
  return (value) => {
    if (good.has(value)) return none;
    const errors = check(value);
    if (errors.length > 0) return errors;
    if (good.size >= 4_096) good.clear();
    good.add(value);
    return none;
  };
}

/** What is wrong with a qualified name: `name` or `prefix/name`, as label and annotation keys are. */
export const isQualifiedName = rememberingGood(qualifiedNameErrors);

function qualifiedNameErrors(value: string): readonly string[] {
  const errors: string[] = [];
  const parts = value.split('/');
  let [name = ''] = parts;
  if (parts.length === 2) {
    const [prefix = '', rest = ''] = parts;
    name = rest;
    if (prefix.length === 0) errors.push('prefix part must be non-empty');
    else errors.push(...prefixErrors(prefix).map((message) => `prefix part ${message}`));
  } else if (parts.length > 2) {
    errors.push(`a valid label key ${regexError(qualifiedMessage, qualifiedText, 'MyName', 'my.name', '123-abc')} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`);
    return errors;
  }
  if (name.length === 0) errors.push('name part must be non-empty');
  else if (name.length > 63) errors.push(`name part ${maxBytesError(63)}`);
  if (!qualifiedPart.test(name)) {
    errors.push(`name part ${regexError(qualifiedMessage, qualifiedText, 'MyName', 'my.name', '123-abc')}`);
  }
  return errors;
}

/** What is wrong with a label's value. */
export const isLabelValue = rememberingGood(labelValueErrors);

function labelValueErrors(value: string): readonly string[] {
  const errors: string[] = [];
  if (value.length > 63) errors.push(maxBytesError(63));
  if (!labelValue.test(value)) {
    errors.push(regexError("a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character", '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?', 'MyValue', 'my_value', '12345'));
  }
  return errors;
}

const identifierText = '[A-Za-z_][A-Za-z0-9_]*';

/** What is wrong with an identifier as C has them. */
export function isCIdentifier(value: string): readonly string[] {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(value)
    ? []
    : [regexError("a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'", identifierText, 'my_name', 'MY_NAME', 'MyName')];
}

/** What is wrong with the reason of a condition. */
export function isConditionReason(value: string): readonly string[] {
  return /^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/.test(value)
    ? []
    : [regexError("a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end with an alphanumeric character or '_'", '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?', 'my_name', 'MY_NAME', 'MyName', 'ReasonA,ReasonB', 'ReasonA:ReasonB')];
}

/** What is wrong with a key of a ConfigMap or Secret. */
export function isConfigMapKey(value: string): readonly string[] {
  const errors: string[] = [];
  if (value.length > 253) errors.push(maxLengthError(253));
  if (!configMapKey.test(value)) {
    errors.push(regexError("a valid config key must consist of alphanumeric characters, '-', '_' or '.'", '[-._a-zA-Z0-9]+', 'key.name', 'KEY_NAME', 'key-name'));
  }
  if (value === '.') errors.push("must not be '.'");
  else if (value === '..') errors.push("must not be '..'");
  else if (value.startsWith('..')) errors.push("must not start with '..'");
  return errors;
}

/** What is wrong with the name of an environment variable; nearly everything printable is allowed. */
export function isEnvVarName(value: string): readonly string[] {
  if (value.length === 0) return ['environment variable name must be non-empty'];
  return /^[ -<>-~]+$/.test(value)
    ? []
    : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

/** What is wrong with the key of a ConfigMap or Secret that becomes an environment variable under the older rule. */
export function isStrictEnvVarName(value: string): readonly string[] {
  const errors: string[] = [];
  if (!/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(value)) {
    errors.push(regexError("a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit", '[-._a-zA-Z][-._a-zA-Z0-9]*', 'my.env-name', 'MY_ENV.NAME', 'MyEnvName1'));
  }
  if (value === '.') errors.push("must not be '.'");
  else if (value === '..') errors.push("must not be '..'");
  else if (value.startsWith('..')) errors.push("must not start with '..'");
  return errors;
}

/** What is wrong with a path below somebody's domain: `acme.io/foo`. */
export function isDomainPrefixedPath(value: string): readonly string[] {
  const slash = value.indexOf('/');
  const [domain, rest] = [value.slice(0, Math.max(slash, 0)), value.slice(slash + 1)];
  if (slash < 0 || domain === '' || rest === '') return ['must be a domain-prefixed path (such as "acme.io/foo")'];
  const errors = [...isDnsSubdomain(domain)];
  if (!/^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(rest)) errors.push("Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')");
  return errors;
}

/** What is wrong with the name of an HTTP header. */
export function isHttpHeaderName(value: string): readonly string[] {
  return /^[-A-Za-z0-9]+$/.test(value) ? [] : [regexError("a valid HTTP header must consist of alphanumeric characters or '-'", '[-A-Za-z0-9]+', 'X-Header-Name')];
}

/** What is wrong with a port's number. */
export function isPortNumber(port: number): readonly string[] {
  return port >= 1 && port <= 65_535 ? [] : ['must be between 1 and 65535, inclusive'];
}

/** What is wrong with a port's name. */
export function isPortName(name: string): readonly string[] {
  const errors: string[] = [];
  if (name.length > 15) errors.push('must be no more than 15 characters');
  if (!portName.test(name)) errors.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(name)) errors.push('must contain at least one letter (a-z)');
  if (name.includes('--')) errors.push('must not contain consecutive hyphens');
  if (name.startsWith('-') || name.endsWith('-')) errors.push('must not begin or end with a hyphen');
  return errors;
}

/** What is wrong with a percentage such as `25%`. */
export function isPercentage(value: string): readonly string[] {
  return /^[0-9]+%$/.test(value)
    ? []
    : [regexError('a valid percent string must be a numeric string followed by an ending \'%\'', '[0-9]+%', '1%', '93%')];
}

/** A generated name's end is replaced by a letter, so that a trailing hyphen does not count. */
const maskTrailingDash = (name: string): string => (name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name);

const named = (check: (name: string) => readonly string[]): NameValidator => (name, prefix) => check(prefix ? maskTrailingDash(name) : name);

/** For most kinds: the name is a DNS-1123 subdomain. */
export const validateDnsSubdomainName: NameValidator = named(isDnsSubdomain);
/** For Namespaces and others: the name is a DNS-1123 label. */
export const validateDnsLabelName: NameValidator = named(isDnsLabel);
/** For kinds such as RBAC's: any one segment of a path. */
export const validatePathSegmentName: NameValidator = (name, prefix) => {
  if (!prefix && name === '.') return ["may not be '.'"];
  if (!prefix && name === '..') return ["may not be '..'"];
  return ['/', '%'].filter((illegal) => name.includes(illegal)).map((illegal) => `may not contain '${illegal}'`);
};
