// What a real API server was recorded to refuse and to fill in, asked of the kinds' decoding, defaults and validation alone.

import './provide.ts';
import { readFileSync, readdirSync } from 'node:fs';
import yaml from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { decode } from './decode.ts';
import type { Container, FieldError, KubeInput, KubeObject, Pod } from './index.ts';
import { formatFieldError, kindRegistry } from './index.ts';
import { withoutSaidEmpty } from './said-empty.ts';

const nobody = { name: '', groups: [], uid: '', extra: {} };

/** One command and its answer. */
interface Exchange {
  readonly command: string;
  readonly output: readonly string[];
}

/** A recorded conversation. */
interface Transcript {
  readonly exchanges: readonly Exchange[];
  readonly files: ReadonlyMap<string, string>;
}

const recordings = new URL('../../test/golden/validation/', import.meta.url);
const recordingNames = readdirSync(recordings);

/** The transcript of a name, which the files have after a number. */
function readTranscript(name: string): Transcript {
  const file = recordingNames.find((entry) => entry.replace(/^\d+-/, '') === `${name}.txt`);
  if (file === undefined) throw new Error(`no recording ${name}`);
  const text = readFileSync(new URL(file, recordings), 'utf8');
  const [commands = '', ...parts] = text.split(/^-- (.+) --\n/m);
  const files = new Map<string, string>();
  for (let i = 0; i < parts.length; i += 2) files.set(parts[i] ?? '', parts[i + 1] ?? '');
  const exchanges = commands.split(/\n\n+/).flatMap((block) => {
    const [first = '', ...output] = block.split('\n').filter((line) => !line.startsWith('#') && line !== '[exit 1]' && line !== '');
    return first.startsWith('$ ') ? [{ command: first.slice(2), output }] : [];
  });
  return { exchanges, files };
}

/** YAML as kubectl reads what is in the recordings: times stay text. */
function parseYaml(text: string): unknown {
  return yaml.load(text, { schema: yaml.JSON_SCHEMA });
}

/** The manifest in a file of the transcript. */
function manifestIn({ files }: Transcript, file: string): KubeInput | undefined {
  const text = files.get(file);
  return text === undefined ? undefined : (parseYaml(text) as KubeInput);
}

interface Recorded {
  readonly file: string;
  readonly manifest: KubeInput;
  /** The lines of the refusal; none where the object was created. */
  readonly lines: readonly string[];
  readonly warnings: readonly string[];
}

/** Objects that the cluster refused before validation, or in admission or when handing out addresses. */
const elsewhere = /^(Error from server|error:)|failed to allocate|already allocated|provided port is not in the valid range/;

function parse(name: string): readonly Recorded[] {
  const transcript = readTranscript(name);
  return transcript.exchanges.flatMap(({ command, output }) => {
    const file = /^kubectl create -f (\S+)$/.exec(command)?.[1];
    const manifest = file === undefined ? undefined : manifestIn(transcript, file);
    if (file === undefined || !manifest || output.some((line) => elsewhere.test(line))) return [];
    const kind = kindRegistry.byKind(manifest.apiVersion, manifest.kind);
    if (!kind || kind.view) return []; // other versions of a kind are tested with the server's stages
    const warnings = output.filter((line) => line.startsWith('Warning: ')).map((line) => line.slice('Warning: '.length));
    return [{ file, manifest, lines: refusal(output.filter((line) => !line.startsWith('Warning: '))), warnings }];
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

interface Answer {
  readonly errors: readonly FieldError[];
  readonly warnings: readonly string[];
}

function answer(manifest: KubeInput): Answer {
  const kind = kindRegistry.byKind(manifest.apiVersion, manifest.kind);
  if (!kind) throw new Error(`no kind ${manifest.kind}`);
  const decoded = decode(kind.definition, manifest).value as KubeInput;
  const namespace = kind.namespaced ? { namespace: 'default' } : {};
  const input = { ...decoded, metadata: { ...namespace, ...decoded.metadata } };
  const written = kind.defaults(input) as KubeObject;
  const object = admitted(kind.prepareForCreate?.(written, nobody) ?? written);
  const errors = kind.validateCreate?.(object) ?? [];
  // Only what is accepted is warned about; that a version is old is said always.
  const isAccepted = errors.length === 0 && kind.validateName(object.metadata.name, false).length === 0;
  const own = isAccepted ? (kind.warnings?.(object, undefined) ?? []) : [];
  return { errors, warnings: [...(kind.deprecation === undefined ? [] : [kind.deprecation]), ...own] };
}

/** Addresses, ports and ages are normalised in the recordings. */
const normalised = (text: string): string => text
  .replace(/(?<=\[")10\.96\.7\.\d+/, 'CLUSTER_IP')
  .replace("divisor's values 1m and 1 are", "divisor's values AGE and 1 are");

describe.each([
  'pod-containers', 'pod-probes-lifecycle', 'pod-volumes', 'pod-env', 'pod-scheduling-fields', 'pod-init-dns-names',
  'deployment-replicaset', 'statefulset-daemonset', 'service', 'endpoints-ingress-netpol', 'storage', 'cluster-rbac',
])('what was recorded about %s', (name) => {
  test.each(parse(name))('$file is answered with the same words', ({ manifest, lines, warnings }) => {
    const given = answer(manifest);
    expect({ lines: given.errors.map(formatFieldError).map(normalised), warnings: given.warnings }).toEqual({ lines, warnings });
  });
});

test('the recordings hold enough refusals to mean something', () => {
  expect(parse('pod-containers').filter(({ lines }) => lines.length > 0).length).toBeGreaterThan(15);
});

/** What is stored of a manifest, but for what the server itself hands out. */
function stored(manifest: KubeInput): KubeObject {
  const kind = kindRegistry.byKind(manifest.apiVersion, manifest.kind);
  if (!kind) throw new Error(`no kind ${manifest.kind}`);
  const written = kind.defaults(decode(kind.definition, manifest).value as KubeInput) as KubeObject;
  const prepared = kind.prepareForCreate?.(written, nobody) ?? written;
  return kind.initialStatus ? { ...prepared, status: kind.initialStatus(prepared) } : prepared;
}

type Fields = Record<string, unknown>;

function without(object: unknown, ...names: readonly string[]): Fields {
  const copy = { ...(object as Fields) };
  for (const name of names) delete copy[name];
  return copy;
}

/** The recorded object without what the server or its admission hands out. */
function recorded(text: string): Fields {
  const object = parseYaml(text) as Fields;
  const result: Fields = { ...object, metadata: without(object['metadata'], 'creationTimestamp', 'generation', 'namespace', 'uid') };
  if (object['kind'] === 'Service') {
    const spec = object['spec'] as Fields;
    const isAllocated = spec['clusterIP'] === 'CLUSTER_IP';
    const ports = (spec['ports'] as Fields[] | undefined)?.map((port) => without(port, 'nodePort'));
    result['spec'] = { ...without(spec, 'healthCheckNodePort', 'ports', ...(isAllocated ? ['clusterIP', 'clusterIPs'] : [])), ...(ports && { ports }) };
  }
  if (object['kind'] === 'Node') result['spec'] = without(object['spec'], 'taints');
  if (object['kind'] === 'PersistentVolume' || object['kind'] === 'PersistentVolumeClaim') result['metadata'] = without(result['metadata'], 'finalizers');
  if (object['kind'] === 'PersistentVolume') result['status'] = without(object['status'], 'lastPhaseTransitionTime');
  return result;
}

describe.each(['default-service', 'default-others'])('%s', (name) => {
  const transcript = readTranscript(name);
  const cases = transcript.exchanges.flatMap(({ command, output }) => {
    const file = /^kubectl create --dry-run=server -o yaml -f (\S+)/.exec(command)?.[1];
    const manifest = file === undefined ? undefined : manifestIn(transcript, file);
    const kind = manifest && kindRegistry.byKind(manifest.apiVersion, manifest.kind);
    if (!kind || kind.view) return [];
    return [{ file, manifest, answer: output.filter((line) => !line.startsWith('Warning: ')).join('\n') }];
  });

  test.each(cases)('$file is completed as recorded', ({ manifest, answer }) => {
    const object = stored(manifest);
    const asked = manifest.kind === 'Service' && (object.spec as Fields)['clusterIP'] !== 'None';
    const result = asked ? { ...object, spec: without(object.spec, 'clusterIP', 'clusterIPs') } : object;
    expect(withoutSaidEmpty(result)).toEqual(recorded(answer));
  });

  test('there are enough cases to mean something', () => {
    expect(cases.length).toBeGreaterThan(6);
  });
});

describe('default-pod', () => {
  const transcript = readTranscript('default-pod');
  const pod = (file: string): Pod => stored(manifestIn(transcript, file) as KubeInput) as Pod;
  const answerTo = (file: string): readonly string[] => {
    const exchange = transcript.exchanges.find(({ command }) => command.includes(` -f ${file} `) || command.endsWith(` -f ${file}`));
    return exchange?.output.filter((line) => !line.startsWith('Warning: ')) ?? [];
  };

  test('a minimal Pod is completed as recorded, admission aside', () => {
    const answer = parseYaml(answerTo('minimal.yaml').join('\n')) as Pod;
    const spec = without(answer.spec, 'preemptionPolicy', 'priority', 'serviceAccount', 'serviceAccountName', 'tolerations', 'volumes');
    const containers = answer.spec.containers.map((container) => without(container, 'volumeMounts'));
    const made = pod('minimal.yaml');
    expect({ spec: made.spec, status: made.status }).toEqual({ spec: { ...spec, containers }, status: answer.status });
  });

  test('the tag of an image decides when it is pulled', () => {
    expect(pod('images.yaml').spec.containers.map(({ image, imagePullPolicy }) => `${image}: ${imagePullPolicy}`)).toEqual(answerTo('images.yaml'));
  });

  test('probes, ports and hooks are completed as recorded', () => {
    const { containers } = parseYaml(answerTo('probes.yaml').join('\n')) as { readonly containers: readonly Container[] };
    expect(pod('probes.yaml').spec.containers).toMatchObject(containers);
  });

  test('volumes are completed as recorded', () => {
    const { volumes } = parseYaml(answerTo('volumes.yaml').join('\n')) as { readonly volumes: readonly { readonly name: string }[] };
    expect(pod('volumes.yaml').spec.volumes).toEqual(volumes.filter(({ name }) => !name.startsWith('kube-api-access')));
  });

  test('limits become requests, and the class of service follows', () => {
    const { spec, status } = pod('resources.yaml');
    const sorted = (part: Readonly<Record<string, string>> | undefined): unknown => part && Object.fromEntries(Object.entries(part).sort());
    const lines = spec.containers.map(({ name, resources: { limits, requests } }) =>
      `${name}: ${JSON.stringify({ ...(limits && { limits: sorted(limits) }), requests: sorted(requests) })}`);
    expect([...lines, status.qosClass]).toEqual(answerTo('resources.yaml'));
  });

  test.each(['best-effort.yaml', 'guaranteed.yaml'])('%s has the recorded class of service', (file) => {
    expect([pod(file).status.qosClass]).toEqual(answerTo(file));
  });

  test('on the host\'s network ports are the host\'s, and references are completed', () => {
    const text = answerTo('rest.yaml').join('\n').replace(/\nstatus:$/, '').replace(/\n {2}serviceAccount.*/g, '');
    const { spec } = parseYaml(text) as Pod;
    const expected = without(spec, 'preemptionPolicy', 'priority', 'serviceAccount', 'serviceAccountName', 'tolerations');
    expect(without(pod('rest.yaml').spec, 'tolerations')).toEqual({ ...expected });
  });

  test('what is complete comes out as the same object', () => {
    const kind = kindRegistry.byKind('v1', 'Pod');
    const once = pod('rest.yaml');
    expect(kind?.defaults(once)).toBe(once);
  });
});
