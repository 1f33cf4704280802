// `agnhost webhook`: an admission webhook to try things with.
// Upstream: test/images/agnhost/webhook

import { base64EncodeText, isObject } from '../../base/index.ts';
import { sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { HttpRequest, Program, ProgramContext } from '../../machine/index.ts';
import { listenHttp, textResponse, waitForEnd } from './http-server.ts';

type Json = Readonly<Record<string, unknown>>;

/** What is answered to a review, but for its uid. */
interface Opinion {
  readonly allowed: boolean;
  readonly message?: string;
  /** The operations of a JSON patch. */
  readonly patch?: readonly Json[];
}

const yes: Opinion = { allowed: true };
const no = (message: string): Opinion => ({ allowed: false, message });

/** By the path at which it is asked. */
const opinions: Readonly<Record<string, (request: Json) => Opinion>> = {
  '/always-deny': () => no('this webhook denies all requests'),
  '/always-allow-delay-5s': () => yes,
  '/add-label': (request) => withLabel(objectIn(request)),
  '/pods': (request) => aboutPod(objectIn(request)),
  '/pods/attach': ({ name }) => (name === 'to-be-attached-pod' ? no("attaching to pod 'to-be-attached-pod' is not allowed") : yes),
  '/mutating-pods': (request) => withContainer(objectIn(request)),
  '/configmaps': (request) => (dataIn(request)['webhook-e2e-test'] === 'webhook-disallow' ? no('the configmap contains unwanted key and value') : yes),
  '/mutating-configmaps': (request) => withNextStage(dataIn(request)),
  '/custom-resource': (request) => (dataIn(request)['webhook-e2e-test'] === 'webhook-disallow' ? no('the custom resource contains unwanted data') : yes),
  '/mutating-custom-resource': (request) => withNextStage(dataIn(request)),
};

function objectIn({ object, oldObject }: Json): Json {
  if (isObject(object)) return object;
  return isObject(oldObject) ? oldObject : {};
}

function dataIn(request: Json): Json {
  const { data } = objectIn(request);
  return isObject(data) ? data : {};
}

function withLabel({ metadata }: Json): Opinion {
  const labels = isObject(metadata) && isObject(metadata['labels']) ? metadata['labels'] : undefined;
  if (!labels) return { allowed: true, patch: [{ op: 'add', path: '/metadata/labels', value: { 'added-label': 'yes' } }] };
  if (labels['added-label'] === 'yes') return yes;
  return { allowed: true, patch: [{ op: labels['added-label'] === undefined ? 'add' : 'replace', path: '/metadata/labels/added-label', value: 'yes' }] };
}

function aboutPod({ metadata, spec }: Json): Opinion {
  const labels = isObject(metadata) && isObject(metadata['labels']) ? metadata['labels'] : {};
  const containers = isObject(spec) && Array.isArray(spec['containers']) ? spec['containers'].filter(isObject) : [];
  const problems = [
    ...(containers.some(({ name }) => typeof name === 'string' && name.includes('webhook-disallow')) ? ['the pod contains unwanted container name; '] : []),
    ...(labels['webhook-e2e-test'] === 'webhook-disallow' ? ['the pod contains unwanted label; '] : []),
  ];
  return problems.length === 0 ? yes : no(problems.join(''));
}

function withContainer({ spec }: Json): Opinion {
  const container = { image: 'webhook-added-image', name: 'webhook-added-init-container', resources: {} };
  const hasSome = isObject(spec) && Array.isArray(spec['initContainers']);
  return { allowed: true, patch: [hasSome ? { op: 'add', path: '/spec/initContainers/-', value: container } : { op: 'add', path: '/spec/initContainers', value: [container] }] };
}

function withNextStage(data: Json): Opinion {
  const add = (stage: string): Opinion => ({ allowed: true, patch: [{ op: 'add', path: `/data/${stage}`, value: 'yes' }] });
  if (data['mutation-stage-1'] === 'yes') return data['mutation-stage-2'] === 'yes' ? yes : add('mutation-stage-2');
  return data['mutation-start'] === 'yes' ? add('mutation-stage-1') : yes;
}

/** Serves reviews at `--port` (443 unless said) until it is ended. */
export const admissionWebhook: Program = function* (context) {
  const port = Number(/--port[= ](\d+)/.exec(context.argv.join(' '))?.[1] ?? 443);
  const server = listenHttp(context, port, (request) => respond(context, request), { isSecure: true });
  if (!server) {
    yield* context.stderr.write(`panic: listen tcp :${port}: bind: address already in use\n`);
    return 2;
  }
  try {
    context.sandbox.use?.set(context.pid, { memoryBytes: 12 * 2 ** 20, cpuMilli: 1 });
    yield* waitForEnd(context, ['SIGTERM', 'SIGINT']);
    return 0;
  } finally {
    server.close();
  }
};

function* respond(context: ProgramContext, { path, body }: HttpRequest): Process<ReturnType<typeof textResponse>> {
  const [url = ''] = path.split('?');
  if (url === '/readyz') return textResponse('ok');
  const decide = Object.hasOwn(opinions, url) ? opinions[url] : undefined;
  const review = parsed(body);
  const request = isObject(review) ? review['request'] : undefined;
  if (!decide) return textResponse('404 page not found\n', { status: 404 });
  if (!isObject(review) || !isObject(request)) return textResponse('Request could not be decoded\n', { status: 400 });
  if (url === '/always-allow-delay-5s') yield* sleep(5_000);
  const { allowed, message, patch } = decide(request);
  yield* context.stdout.write(`${String(request['operation'])} ${url} ${String(request['namespace'] ?? '')}/${String(request['name'] ?? '')} allowed=${String(allowed)}\n`);
  const response = {
    uid: request['uid'], allowed,
    ...(message === undefined ? {} : { status: { metadata: {}, message } }),
    ...(patch ? { patch: base64EncodeText(JSON.stringify(patch)), patchType: 'JSONPatch' } : {}),
  };
  return textResponse(JSON.stringify({ kind: 'AdmissionReview', apiVersion: review['apiVersion'], response }), { headers: { 'content-type': 'application/json' } });
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
