import { describe, expect, it } from 'vitest';
import { entityType, faultCommand, isCommand, isReport, machineOf, objectId, parseObjectId, phraseKeys } from './index.ts';

describe('ids', () => {
  it('gives back the parts of an object id, also of a cluster-scoped one', () => {
    const node = { kind: 'Node', namespace: '', name: 'worker-1' };
    expect(objectId(node)).toBe('object/Node//worker-1');
    expect(parseObjectId(objectId(node))).toEqual(node);
  });
  it('knows what an id names and refuses what is no id', () => {
    expect(entityType('message/7')).toBe('message');
    expect(entityType('nothing')).toBeUndefined();
    expect(parseObjectId('machine/worker-1')).toBeUndefined();
    expect(machineOf('component/etcd-1/etcd')).toBe('etcd-1');
  });
});

describe('guards', () => {
  it('takes only what has a known type', () => {
    expect(isCommand({ type: 'play' })).toBe(true);
    expect(isCommand({ type: 'frame' })).toBe(false);
    expect(isReport({ type: 'frame' })).toBe(true);
    expect(isReport('frame')).toBe(false);
    expect(isReport(null)).toBe(false);
  });
});

describe('twins', () => {
  it('names the command that does the same as a fault', () => {
    expect(faultCommand({ fault: 'powerOff', target: 'machine/worker-2' })).toBe('orrery power off worker-2');
    expect(faultCommand({ fault: 'timeout', target: 'component/etcd-1/etcd' })).toBe('orrery timeout etcd-1');
    expect(faultCommand({ fault: 'stop', target: 'component/etcd-1/etcd' })).toBe('orrery stop etcd-1/etcd');
    expect(faultCommand({ fault: 'start', target: 'component/control-plane-1/kube-scheduler' })).toBe('orrery start control-plane-1/kube-scheduler');
    expect(faultCommand({ fault: 'cut', from: 'machine/etcd-1', to: 'machine/etcd-2' })).toBe('orrery cut etcd-1 etcd-2');
    expect(faultCommand({ fault: 'hold', target: 'message/9' })).toBe('orrery hold message/9');
  });
});

it('lists no phrase twice', () => {
  expect(new Set(phraseKeys).size).toBe(phraseKeys.length);
});
