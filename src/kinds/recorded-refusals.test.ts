// Every refusal that a real API server was recorded to give to these kinds, asked of their defaults and validation alone.

import { readFileSync } from 'node:fs';
import yaml from 'js-yaml';
import { describe, expect, test } from 'vitest';
import type { FieldError, KubeInput, KubeObject } from './index.ts';
import { formatFieldError, kindRegistry } from './index.ts';

interface Recorded {
  readonly file: string;
  readonly manifest: KubeInput;
  /** The lines of the refusal; none where the object was created. */
  readonly lines: readonly string[];
}

/** Objects that the cluster refused before validation, or in admission or when handing out addresses. */
const elsewhere = /^(Error from server|error:)|failed to allocate|already allocated|provided port is not in the valid range/;

function parse(name: string): readonly Recorded[] {
  const text = readFileSync(new URL(`testdata/refused-${name}.txt`, import.meta.url), 'utf8');
  const [commands = '', ...parts] = text.split(/^-- (.+) --\n/m);
  const files = new Map<string, string>();
  for (let i = 0; i < parts.length; i += 2) files.set(parts[i] ?? '', parts[i + 1] ?? '');
  return commands.split(/\n\n+/).flatMap((block) => {
    const lines = block.split('\n').filter((line) => !line.startsWith('#'));
    const file = /^\$ kubectl create -f (\S+)$/.exec(lines[0] ?? '')?.[1];
    const output = lines.slice(1).filter((line) => !line.startsWith('Warning: ') && line !== '[exit 1]');
    const source = file === undefined ? undefined : files.get(file);
    if (file === undefined || source === undefined || output.some((line) => elsewhere.test(line))) return [];
    const manifest = yaml.load(source, { schema: yaml.JSON_SCHEMA }) as KubeInput;
    return kindRegistry.byKind(manifest.apiVersion, manifest.kind) ? [{ file, manifest, lines: refusal(output) }] : [];
  });
}

/** What is wrong, line for line: after the colon when it is one thing, else in a list. */
function refusal(output: readonly string[]): readonly string[] {
  const [first = '', ...rest] = output;
  const all = / is invalid: (.*)$/.exec(first)?.[1];
  return (all === undefined ? rest.map((line) => line.replace(/^\* /, '')) : [all])
    .filter((line) => !/^metadata\.(name|labels): Invalid/.test(line)); // the same for every kind, and tested there
}

/** What the API server's admission fills in before it validates. */
function admitted(object: KubeObject): KubeObject {
  if (object.kind !== 'Pod') return object;
  return { ...object, spec: { serviceAccountName: 'default', ...(object.spec as object) } };
}

function errorsOf(manifest: KubeInput): readonly FieldError[] {
  const kind = kindRegistry.byKind(manifest.apiVersion, manifest.kind);
  if (!kind) throw new Error(`no kind ${manifest.kind}`);
  const namespace = kind.namespaced ? { namespace: 'default' } : {};
  const input = { ...manifest, metadata: { ...namespace, ...manifest.metadata } };
  const written = kind.defaults(input) as KubeObject;
  const object = admitted(kind.prepareForCreate?.(written) ?? written);
  return kind.validateCreate?.(object) ?? [];
}

/** Addresses, ports and ages are normalised in the recordings. */
const normalised = (text: string): string => text
  .replace(/(?<=\[")10\.96\.7\.\d+/, 'CLUSTER_IP')
  .replace("divisor's values 1m and 1 are", "divisor's values AGE and 1 are");

describe.each([
  'pod-containers', 'pod-probes-lifecycle', 'pod-volumes', 'pod-env', 'pod-scheduling-fields', 'pod-init-dns-names',
  'deployment-replicaset', 'service', 'endpoints-ingress-netpol', 'cluster-rbac',
])('what was recorded about %s', (name) => {
  test.each(parse(name))('$file is answered with the same words', ({ manifest, lines }) => {
    expect(errorsOf(manifest).map(formatFieldError).map(normalised)).toEqual(lines);
  });
});

test('the recordings hold enough refusals to mean something', () => {
  expect(parse('pod-containers').filter(({ lines }) => lines.length > 0).length).toBeGreaterThan(15);
});
