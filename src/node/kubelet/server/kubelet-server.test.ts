import { describe, expect, test } from 'vitest';
import type { Process } from '../../../kernel/index.ts';
import { kubeletPort } from '../../../kinds/index.ts';
import type { KubeletExec, KubeletReply, KubeletRequest, LogOptions, SessionFrame } from '../../../kinds/index.ts';
import { testWorld } from '../../testing/test-world.ts';
import type { TestWorld } from '../../testing/test-world.ts';

interface Answer { readonly head: KubeletReply; readonly stream: readonly unknown[] }

/** One call from the control plane to the kubelet of worker-1, with everything that follows it. */
function call(world: TestWorld, request: KubeletRequest, forMs = 10_000): Answer {
  let head: KubeletReply | undefined;
  const stream: unknown[] = [];
  const body = function* (): Process {
    const reply = yield* world.api.host.stack.call({ address: '192.168.0.11', port: kubeletPort, kind: 'request', payload: request });
    head = reply.payload as KubeletReply;
    for (let part = yield* reply.stream?.next() ?? none(); part !== undefined; part = yield* reply.stream?.next() ?? none()) stream.push(part);
  };
  const process = world.kernel.spawn('call', body());
  const untilMs = world.kernel.nowMs + forMs;
  world.kernel.run({ untilMs, condition: () => process.isDone });
  if (world.kernel.failure) throw world.kernel.failure.error;
  if (!head) throw new Error('no answer');
  return { head, stream };
}

function* none(): Process<undefined> {
  return undefined;
}

function logs(world: TestWorld, pod: string, options: LogOptions = {}, forMs?: number): string {
  const { head, stream } = call(world, { type: 'kubelet.logs', namespace: 'default', pod, container: 'app', options }, forMs);
  return head.message ?? stream.join('');
}

function exec(world: TestWorld, pod: string, command: readonly string[]): readonly (SessionFrame | string)[] {
  const request: KubeletExec = { type: 'kubelet.exec', namespace: 'default', pod, container: 'app', command, stdin: false, tty: false };
  const { head, stream } = call(world, request);
  return head.message === undefined ? (stream as SessionFrame[]) : [head.message];
}

function world(command: readonly string[], image = 'tools:1', restartPolicy: 'Always' | 'Never' = 'Never'): TestWorld {
  const made = testWorld();
  made.run('pod', { restartPolicy, containers: [{ name: 'app', image, command }] });
  made.until(() => made.pod('pod').status.containerStatuses?.[0]?.containerID !== undefined);
  made.pass(1_000);
  return made;
}

describe('logs', () => {
  const lines = (): TestWorld => {
    const made = world(['until', '/stop']);
    const container = made.nodes[0]?.runtime.pods.get(made.pod('pod').metadata.uid)?.latest('app');
    const out = container?.log.writer('stdout');
    for (let i = 1; i <= 5; i++) made.kernel.spawn('say', out?.write(`line ${i}\n`) ?? none());
    made.pass(10);
    return made;
  };

  test.each([
    { why: 'all', options: {}, expected: 'line 1\nline 2\nline 3\nline 4\nline 5\n' },
    { why: 'the last two', options: { tailLines: 2 }, expected: 'line 4\nline 5\n' },
    { why: 'none', options: { tailLines: 0 }, expected: '' },
    { why: 'nine bytes', options: { limitBytes: 9 }, expected: 'line 1\nli' },
    { why: 'of the last hour', options: { sinceSeconds: 3_600 }, expected: 'line 1\nline 2\nline 3\nline 4\nline 5\n' },
    { why: 'of the far future', options: { sinceTime: '2099-01-01T00:00:00Z' }, expected: '' },
  ])('$why', ({ options, expected }) => {
    expect(logs(lines(), 'pod', options)).toBe(expected);
  });

  test('with their times', () => {
    expect(logs(lines(), 'pod', { tailLines: 1, timestamps: true })).toMatch(/^2026-01-01T00:00:\d\d\.\d{9}Z line 5\n$/);
  });

  test('a followed log ends with its container', () => {
    const made = world(['say', 'bye']);
    expect(logs(made, 'pod', { follow: true }, 20_000)).toBe('bye\n');
  });

  test('of the container before', () => {
    expect(logs(world(['sleep', '9']), 'pod', { previous: true })).toBe('previous terminated container "app" in pod "pod" not found');
    const made = world(['say', 'first'], 'tools:1', 'Always');
    made.until(() => made.pod('pod').status.containerStatuses?.[0]?.restartCount === 1);
    expect(logs(made, 'pod', { previous: true })).toBe('first\n');
  });

  test('of a container that waits for its image', () => {
    const made = testWorld();
    made.run('pod', { containers: [{ name: 'app', image: 'web:none' }] });
    made.until(() => made.pod('pod').status.containerStatuses?.[0]?.state.waiting?.reason === 'ImagePullBackOff');
    expect(logs(made, 'pod')).toBe('container "app" in pod "pod" is waiting to start: trying and failing to pull image');
  });
});

describe('exec', () => {
  test('passes output and exit status', () => {
    expect(exec(world(['sleep', '100']), 'pod', ['cat', '/none'])).toEqual([
      { on: 'stderr', text: "cat: can't open '/none': No such file or directory\n" }, { on: 'exit', status: 1 },
    ]);
  });

  test('tells that a program does not exist', () => {
    const [frame] = exec(world(['sleep', '100']), 'pod', ['no-such-program']);
    expect(frame).toMatchObject({ on: 'error' });
    expect(JSON.stringify(frame).replace(/exec \\"[0-9a-f]{64}\\"/, 'exec ID')).toContain(
      'Internal error occurred: Internal error occurred: error executing command in container: failed to exec in container: failed to start exec ID: OCI runtime exec failed: exec failed: unable to start container process: exec: \\"no-such-program\\": executable file not found in $PATH',
    );
  });

  test('needs a running container', () => {
    expect(exec(world(['say', 'done']), 'pod', ['cat', '/x'])).toEqual(['container not found ("app")']);
  });

  test('with input, over a connection', () => {
    const made = world(['sleep', '100']);
    const seen: unknown[] = [];
    const request: KubeletExec = { type: 'kubelet.exec', namespace: 'default', pod: 'pod', container: 'app', command: ['copy', '/tmp/in'], stdin: true, tty: false };
    const body = function* (): Process {
      const connection = yield* made.api.host.stack.connect({ address: '192.168.0.11', port: kubeletPort });
      connection.send(request);
      seen.push(yield* connection.receive());
      connection.send({ on: 'stdin', text: 'from outside' } satisfies SessionFrame);
      connection.send({ on: 'stdin.end' } satisfies SessionFrame);
      for (let frame = yield* connection.receive(); frame !== undefined; frame = yield* connection.receive()) seen.push(frame);
    };
    made.kernel.spawn('exec', body());
    made.pass(5_000);
    expect(seen).toEqual([{ type: 'kubelet.reply', code: 101 }, { on: 'stdout', text: 'from outside' }, { on: 'exit', status: 0 }]);
  });
});

describe('attach and port-forward', () => {
  test('an attached client hears what is said from then on, and the end', () => {
    const made = testWorld();
    made.run('pod', { restartPolicy: 'Never', containers: [{ name: 'app', image: 'tools:1', command: ['until', '/stop'] }] });
    made.until(() => made.pod('pod').status.phase === 'Running');
    const container = made.nodes[0]?.runtime.pods.get(made.pod('pod').metadata.uid)?.latest('app');
    made.kernel.after(1_000, () => container?.files.write('/stop', ''));
    const { stream } = call(made, { type: 'kubelet.attach', namespace: 'default', pod: 'pod', container: 'app', stdin: false, tty: false });
    expect(stream).toEqual([{ on: 'exit', status: 0 }]);
  });

  test('a forwarded call reaches the port inside the Pod, and a closed port is told', () => {
    const made = world(['server'], 'web:1');
    const forward = (port: number) => call(made, { type: 'kubelet.portForward', namespace: 'default', pod: 'pod', port, payload: { type: 'http.request', path: '/' } }).head;
    expect(forward(80)).toMatchObject({ type: 'http.response', status: 200, body: 'pod' });
    expect(forward(81).message).toContain('dial tcp4 127.0.0.1:81: connect: connection refused');
  });

  test('over a connection one request of HTTP follows the other', () => {
    const made = world(['server'], 'web:1');
    const seen: unknown[] = [];
    const body = function* (): Process {
      const connection = yield* made.api.host.stack.connect({ address: '192.168.0.11', port: kubeletPort });
      connection.send({ type: 'kubelet.portForward', namespace: 'default', pod: 'pod', port: 80 } satisfies KubeletRequest);
      seen.push(yield* connection.receive());
      for (const path of ['/', '/none']) {
        connection.send({ type: 'http.request', method: 'GET', path, headers: {}, body: '', isSecure: false });
        seen.push(((yield* connection.receive()) as { readonly status: number }).status);
      }
      connection.close();
    };
    made.kernel.spawn('forward', body());
    made.pass(2_000);
    expect(seen).toEqual([{ type: 'kubelet.reply', code: 101 }, 200, 404]);
  });
});
