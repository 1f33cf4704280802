// How kubectl sums Pods up: the words that people look for.

import { describe, expect, test } from 'vitest';
import type { Container, ContainerState, ContainerStatus, Pod } from '../../generated/types.ts';
import { podColumns } from './pod-columns.ts';
import { podKind } from './pod.ts';

const nowMs = 1_767_225_600_000; // 2026-01-01T00:00:00Z
const ago = (seconds: number): string => `${new Date(nowMs - seconds * 1000).toISOString().slice(0, 19)}Z`;

interface Situation {
  readonly phase?: Pod['status']['phase'];
  readonly reason?: string;
  readonly states?: readonly Partial<ContainerStatus>[];
  readonly init?: readonly Partial<ContainerStatus>[];
  readonly sidecars?: readonly number[];
  readonly conditions?: Pod['status']['conditions'];
  readonly deleted?: boolean;
}

const container = (name: string, isSidecar = false): Container => ({
  name, image: 'busybox', imagePullPolicy: 'Always', resources: {}, terminationMessagePath: '', terminationMessagePolicy: 'File',
  ...(isSidecar && { restartPolicy: 'Always' }),
});

const status = (name: string, partial: Partial<ContainerStatus>): ContainerStatus => ({
  name, image: '', imageID: '', lastState: {}, ready: false, restartCount: 0, state: {}, ...partial,
});

function podIn({ phase = 'Running', reason, states = [{}], init = [], sidecars = [], conditions = [], deleted = false }: Situation): Pod {
  const written = podKind.defaults({
    apiVersion: 'v1',
    kind: 'Pod',
    spec: {
      containers: states.map((_, i) => container(`c${i}`)),
      initContainers: init.map((_, i) => container(`i${i}`, sidecars.includes(i))),
    },
  });
  return {
    ...written,
    metadata: {
      name: 'web', namespace: 'default', uid: 'u', resourceVersion: '1', creationTimestamp: ago(65),
      ...(deleted && { deletionTimestamp: ago(3) }),
    },
    status: {
      phase,
      qosClass: 'BestEffort',
      conditions,
      ...(reason !== undefined && { reason }),
      containerStatuses: states.map((state, i) => status(`c${i}`, state)),
      initContainerStatuses: init.map((state, i) => status(`i${i}`, state)),
    },
  };
}

const row = (situation: Situation): string =>
  podColumns.filter(({ wide }) => wide !== true).map((column) => column.cell(podIn(situation), nowMs)).join('  ');

const running: Partial<ContainerStatus> = { ready: true, state: { running: {} } };
const waiting = (reason: string): Partial<ContainerStatus> => ({ state: { waiting: { reason } } });
const ended = (terminated: NonNullable<ContainerState['terminated']>): Partial<ContainerStatus> => ({ state: { terminated } });
const done = ended({ exitCode: 0, reason: 'Completed' });

describe('one line of kubectl get pods', () => {
  test.each<{ why: string; pod: Situation; line: string }>([
    { why: 'a Pod that nobody has placed is Pending', pod: { phase: 'Pending' }, line: 'web  0/1  Pending  0  65s' },
    { why: 'a ready Pod runs', pod: { states: [running, running] }, line: 'web  2/2  Running  0  65s' },
    { why: 'containers that are made are told', pod: { phase: 'Pending', states: [waiting('ContainerCreating')] }, line: 'web  0/1  ContainerCreating  0  65s' },
    {
      why: 'a crash loop shows how often and when last',
      pod: { states: [{ ...waiting('CrashLoopBackOff'), restartCount: 2, lastState: { terminated: { exitCode: 1, finishedAt: ago(5) } } }] },
      line: 'web  0/1  CrashLoopBackOff  2 (5s ago)  65s',
    },
    { why: 'an exit without a reason shows its code', pod: { states: [ended({ exitCode: 3 })] }, line: 'web  0/1  ExitCode:3  0  65s' },
    { why: 'a signal without a reason shows its number', pod: { states: [ended({ exitCode: 137, signal: 9 })] }, line: 'web  0/1  Signal:9  0  65s' },
    { why: 'the first container decides the word', pod: { states: [waiting('ErrImagePull'), ended({ exitCode: 1, reason: 'Error' })] }, line: 'web  0/2  ErrImagePull  0  65s' },
    { why: 'a finished Pod is Completed', pod: { phase: 'Succeeded', states: [done] }, line: 'web  0/1  Completed  0  65s' },
    { why: 'a container that has done its work does not hide that a later one failed', pod: { phase: 'Failed', states: [done, ended({ exitCode: 1, reason: 'Error' }), done] }, line: 'web  0/3  Error  0  65s' },
    { why: 'one finished and one running is NotReady', pod: { states: [done, running] }, line: 'web  1/2  NotReady  0  65s' },
    { why: 'and Running once the Pod is ready', pod: { states: [done, running], conditions: [{ type: 'Ready', status: 'True' }] }, line: 'web  1/2  Running  0  65s' },
    { why: 'the first of two init containers runs', pod: { phase: 'Pending', init: [{ state: { running: {} } }, {}] }, line: 'web  0/1  Init:0/2  0  65s' },
    { why: 'the second of two init containers runs', pod: { phase: 'Pending', init: [done, { state: { running: {} } }] }, line: 'web  0/1  Init:1/2  0  65s' },
    { why: 'an init container fails', pod: { phase: 'Pending', init: [ended({ exitCode: 1, reason: 'Error' })] }, line: 'web  0/1  Init:Error  0  65s' },
    { why: 'an init container crashes again and again', pod: { phase: 'Pending', init: [{ ...waiting('CrashLoopBackOff'), restartCount: 3 }] }, line: 'web  0/1  Init:CrashLoopBackOff  3  65s' },
    { why: 'init containers are done, the others not yet begun', pod: { phase: 'Pending', init: [done], states: [waiting('PodInitializing')] }, line: 'web  0/1  PodInitializing  0  65s' },
    { why: 'a sidecar counts', pod: { init: [{ ...running, started: true }], sidecars: [0], states: [running] }, line: 'web  2/2  Running  0  65s' },
    { why: 'restarts of init containers are forgotten once they are done', pod: { init: [{ ...done, restartCount: 4 }], states: [running] }, line: 'web  1/1  Running  0  65s' },
    { why: 'a Pod being deleted is Terminating', pod: { states: [running], deleted: true }, line: 'web  1/1  Terminating  0  65s' },
    { why: 'unless it has ended already', pod: { phase: 'Succeeded', states: [done], deleted: true }, line: 'web  0/1  Completed  0  65s' },
    { why: 'or its node is lost', pod: { reason: 'NodeLost', states: [running], deleted: true }, line: 'web  1/1  Unknown  0  65s' },
    { why: 'an evicted Pod says so', pod: { phase: 'Failed', reason: 'Evicted', states: [] }, line: 'web  0/0  Evicted  0  65s' },
    {
      why: 'a gated Pod says so',
      pod: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] },
      line: 'web  0/1  SchedulingGated  0  65s',
    },
  ])('$why', ({ pod, line }) => {
    expect(row(pod)).toBe(line);
  });
});

test('the wide columns say where a Pod is', () => {
  const pod = podIn({ states: [running] });
  const placed: Pod = {
    ...pod,
    spec: { ...pod.spec, nodeName: 'worker-1', readinessGates: [{ conditionType: 'a' }, { conditionType: 'b' }] },
    status: { ...pod.status, podIPs: [{ ip: '10.244.1.2' }], conditions: [{ type: 'a', status: 'True' }] },
  };
  const wide = (of: Pod): readonly unknown[] => podColumns.filter((column) => column.wide === true).map((column) => column.cell(of, nowMs));
  expect([wide(pod), wide(placed)]).toEqual([['<none>', '<none>', '<none>', '<none>'], ['10.244.1.2', 'worker-1', '<none>', '1/2']]);
});
