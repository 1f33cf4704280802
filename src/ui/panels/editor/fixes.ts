import { labelsAsSelected } from './labels-fix.ts';
import { nearest } from './nearest.ts';

/** A change that would cure a problem: what is said of it, and the text it makes. */
export interface Fix {
  readonly id: string;
  /** The word it suggests, for "Did you mean …?". */
  readonly word?: string;
  /** What it does, where no word tells it. */
  readonly says?: 'editor.fixTabs' | 'editor.fixAlign';
  readonly apply: (text: string) => string;
}

/** Kinds as they are written, and the version that serves each today. */
const served: Readonly<Record<string, string>> = {
  Pod: 'v1', Service: 'v1', Namespace: 'v1', Node: 'v1', Endpoints: 'v1', ConfigMap: 'v1', Secret: 'v1', ServiceAccount: 'v1', PersistentVolume: 'v1',
  PersistentVolumeClaim: 'v1', ReplicationController: 'v1', Event: 'v1', ReplicaSet: 'apps/v1', Deployment: 'apps/v1', StatefulSet: 'apps/v1', DaemonSet: 'apps/v1',
  Job: 'batch/v1', CronJob: 'batch/v1', Ingress: 'networking.k8s.io/v1', NetworkPolicy: 'networking.k8s.io/v1', IngressClass: 'networking.k8s.io/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2', PodDisruptionBudget: 'policy/v1', EndpointSlice: 'discovery.k8s.io/v1', Lease: 'coordination.k8s.io/v1',
  PriorityClass: 'scheduling.k8s.io/v1', Role: 'rbac.authorization.k8s.io/v1', RoleBinding: 'rbac.authorization.k8s.io/v1', ClusterRole: 'rbac.authorization.k8s.io/v1',
  ClusterRoleBinding: 'rbac.authorization.k8s.io/v1', StorageClass: 'storage.k8s.io/v1',
};

/** Replaces each tab of the indentation by two spaces. */
export function tabsToSpaces(text: string): string {
  return text.split('\n').map((line) => {
    const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
    return indent.replaceAll('\t', '  ') + line.slice(indent.length).replace(/\s+$/, (end) => (end.includes('\t') ? '' : end));
  }).join('\n');
}

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
const set = (key: string, from: string, to: string) => (text: string): string => text.replace(new RegExp(`^(\\s*${key}:\\s*)["']?${escape(from)}["']?[ \\t]*$`, 'm'), `$1${to}`);

/** Every fix for what the server (or kubectl) said of a text. `known` are the field names of the schema. */
export function fixesFor(text: string, message: string, known: readonly string[]): readonly Fix[] {
  const fixes: Fix[] = [];
  if (/^[ ]*\t/m.test(text) && /cannot start any token|tab character|tabs/i.test(message)) {
    fixes.push({ id: 'tabs', says: 'editor.fixTabs', apply: tabsToSpaces });
  }
  for (const [, path] of message.matchAll(/unknown field "([^"]+)"/g)) fixes.push(...unknownField(text, path ?? '', known));
  fixes.push(...kindFixes(text, message), ...typeFixes(message), ...nameFixes(text, message), ...portFixes(text, message), ...alignFixes(text, message));
  if (/selector.*(Required value|must be specified|`selector` does not match)/s.test(message)) {
    const fix = selectorFix(text);
    if (fix) fixes.push(fix);
  }
  if (message.includes('`selector` does not match template `labels`')) {
    const { changed } = labelsAsSelected(text);
    if (changed.length > 0) fixes.push({ id: 'labels', word: changed.join(', '), apply: (all) => labelsAsSelected(all).text });
  }
  return fixes;
}

function unknownField(text: string, path: string, known: readonly string[]): readonly Fix[] {
  const field = path.slice(path.lastIndexOf('.') + 1);
  if (field === 'serviceName' || field === 'servicePort') return [{ id: 'ingressBackend', word: 'service', apply: ingressBackends }];
  if (path === 'spec.http') return [{ id: 'ingressHttp', word: 'rules[].http', apply: (all) => ingressBackends(all) }];
  const word = nearest(field, known);
  if (word === undefined || !new RegExp(`\\b${escape(field)}:`).test(text)) return [];
  return [{ id: `field:${field}`, word, apply: (all) => all.replace(new RegExp(`(^|[\\s{,-])${escape(field)}:`, 'm'), `$1${word}:`) }];
}

function kindFixes(text: string, message: string): readonly Fix[] {
  const unmatched = /no matches for kind "([^"]+)" in version "([^"]+)"/.exec(message) ?? /no kind "([^"]+)" is registered for version "([^"]+)"/.exec(message);
  const kind = unmatched?.[1];
  const version = unmatched?.[2];
  if (kind === undefined || version === undefined) return [];
  const right = Object.keys(served).find((name) => name.toLowerCase() === kind.toLowerCase()) ?? nearest(kind, Object.keys(served));
  if (right === undefined) return [];
  const wanted = served[right] ?? version;
  const apply = (all: string): string => {
    const named = set('apiVersion', version, wanted)(set('kind', kind, right)(all));
    return right === 'Ingress' && version.startsWith('extensions') ? ingressBackends(named) : named;
  };
  const word = wanted === version ? right : right === kind ? wanted : `${right}, ${wanted}`;
  return new RegExp(`kind:\\s*${escape(kind)}`).test(text) ? [{ id: 'kind', word, apply }] : [];
}

function typeFixes(message: string): readonly Fix[] {
  const wrong = /cannot unmarshal (bool|number) into Go struct field \S*?\.?([\w.]+) of type string/.exec(message);
  const field = wrong?.[2]?.split('.').at(-1);
  if (field === undefined) return [];
  const quote = (all: string): string => all.split('\n').map((line, i, lines) => {
    const inside = lines.slice(0, i).findLast((before) => /^\s*[^#\s]/.test(before) && indentOf(before) < indentOf(line)) ?? '';
    return new RegExp(`^\\s*(- )?${escape(field)}:`).test(inside) || new RegExp(`^\\s*${escape(field)}:`).test(line)
      ? line.replace(/(:\s*)(true|false|yes|no|on|off|\d+(?:\.\d+)?)\s*$/, '$1"$2"') : line;
  }).join('\n');
  return [{ id: 'quote', word: `"${wrong?.[1] === 'bool' ? 'true' : '1'}"`, apply: quote }];
}

function nameFixes(text: string, message: string): readonly Fix[] {
  const name = /Invalid value: "([^"]+)": a lowercase RFC 1123/.exec(message)?.[1];
  if (name === undefined || !text.includes(name)) return [];
  const right = name.toLowerCase().replaceAll(/[^a-z0-9.-]+/g, '-').replaceAll(/^[-.]+|[-.]+$/g, '');
  return [{ id: 'name', word: right, apply: (all) => all.replace(new RegExp(`(name:\\s*["']?)${escape(name)}(["']?)`), `$1${right}$2`) }];
}

/** A node port outside the range: the nearest one within that ends alike. */
function portFixes(text: string, message: string): readonly Fix[] {
  const [, given, least, most] = /nodePort: Invalid value: (\d+): .*range of valid ports is (\d+)-(\d+)/s.exec(message) ?? [];
  if (given === undefined || !text.includes(given)) return [];
  let port = Number(given);
  while (port > Number(most)) port -= 1_000;
  while (port < Number(least)) port += 1_000;
  return [{ id: 'nodePort', word: String(port), apply: set('nodePort', given, String(port)) }];
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** A key of a list's item that stands one column off its siblings. */
function alignFixes(text: string, message: string): readonly Fix[] {
  if (!/mapping values are not allowed|did not find expected key/.test(message)) return [];
  const apply = (all: string): string => {
    const lines = all.split('\n');
    let column = -1;
    return lines.map((line) => {
      const item = /^(\s*-\s+)\S/.exec(line);
      if (item?.[1] !== undefined) { column = item[1].length; return line; }
      const indent = indentOf(line);
      if (column > 0 && line.trim() !== '' && /^\s*[\w-]+:/.test(line) && Math.abs(indent - column) === 1) return `${' '.repeat(column)}${line.trimStart()}`;
      if (indent < column - 1) column = -1;
      return line;
    }).join('\n');
  };
  return apply(text) === text ? [] : [{ id: 'align', says: 'editor.fixAlign', apply }];
}

/** Backends as networking.k8s.io/v1 has them, and `http` under its rule. */
export function ingressBackends(text: string): string {
  return text
    .replaceAll(/^(\s*)serviceName:\s*(\S+)\s*\n\s*servicePort:\s*(\S+)\s*$/gm, (_, indent: string, name: string, port: string) =>
      `${indent}service:\n${indent}  name: ${name}\n${indent}  port:\n${indent}    ${/^\d+$/.test(port) ? 'number' : 'name'}: ${port}`)
    .replaceAll(/^(\s*)- path:\s*(\S+)\s*\n(?!\s*pathType)/gm, '$1- path: $2\n$1  pathType: Prefix\n')
    .replace(/^( {2})- host:([^\n]*)\n( {2})http:\n((?: {4,}[^\n]*\n?|\s*\n)*)/m, (_, a: string, host: string, __: string, body: string) =>
      `${a}- host:${host}\n${a}  http:\n${body.split('\n').map((line) => (line.trim() === '' ? line : `  ${line}`)).join('\n')}`);
}

function selectorFix(text: string): Fix | undefined {
  const label = /template:[\s\S]*?labels:\s*\n(\s*)([\w./-]+):\s*(\S+)/.exec(text);
  if (!label || /^\s*selector:/m.test(text)) return undefined;
  return {
    id: 'selector', word: 'selector',
    apply: (all) => all.replace(/^(\s*)template:/m, `$1selector:\n$1  matchLabels:\n$1    ${label[2]}: ${label[3]}\n$1template:`),
  };
}
