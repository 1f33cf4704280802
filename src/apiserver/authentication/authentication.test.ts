import { describe, expect, it } from 'vitest';
import { CertificateAuthority, publicKeyOf, readCertificate, sha256, utf8Bytes } from '../../base/index.ts';
import { ClusterKeys } from '../../kinds/index.ts';
import type { Credentials, ResourceRequest } from '../../kinds/index.ts';
import { ApiWorld } from '../testing/api-world.ts';

interface Known {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

function whoIs(world: ApiWorld, credentials: Credentials): Known | string {
  const reply = world.ask('create', 'selfsubjectreviews', {
    group: 'authentication.k8s.io', version: 'v1', namespace: undefined, credentials, body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
  } as unknown as Partial<ResourceRequest>);
  return reply.code < 400 ? (reply.body as { readonly status: { readonly userInfo: Known } }).status.userInfo : `${reply.code} ${(reply.body as { readonly message: string }).message}`;
}

function worldWithAccount(): ApiWorld {
  const world = new ApiWorld();
  world.object('create', 'serviceaccounts', { body: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot' } } });
  return world;
}

function tokenOf(world: ApiWorld, spec: object = {}): string {
  const answer = world.ask('create', 'serviceaccounts', { name: 'robot', subresource: 'token', body: { spec } }).body as { readonly status?: { readonly token: string }; readonly message?: string };
  return answer.status?.token ?? answer.message ?? '';
}

/** What a TokenReview says of a token. */
function review(world: ApiWorld, token: string, audiences?: readonly string[]): { readonly authenticated?: boolean; readonly error?: string } {
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: { token, ...(audiences ? { audiences } : {}) } };
  const reply = world.ask('create', 'tokenreviews', { group: 'authentication.k8s.io', version: 'v1', namespace: undefined, body } as unknown as Partial<ResourceRequest>);
  return (reply.body as { readonly status: { readonly authenticated?: boolean; readonly error?: string } }).status;
}

describe('client certificates', () => {
  it('say who somebody is, and in which groups', () => {
    const world = new ApiWorld();
    expect(whoIs(world, world.keys.credentials('ann', 'devs', 'ops'))).toEqual({
      // As a certificate sorts them: by their bytes, of which the length comes first.
      username: 'ann', groups: ['ops', 'devs', 'system:authenticated'], extra: { 'authentication.kubernetes.io/credential-id': [expect.stringMatching(/^X509SHA256=[0-9a-f]{64}$/)] },
    });
  });

  it('count only from the cluster\'s own authority, and while they are valid', () => {
    const world = new ApiWorld();
    const others = new ClusterKeys(() => 'another secret', () => world.kernel.wallMs);
    expect(whoIs(world, others.credentials('kubernetes-admin', 'system:masters'))).toContain('403');
    const ann = world.keys.credentials('ann');
    expect(whoIs(world, ann)).toMatchObject({ username: 'ann' });
    const late = { subject: { commonName: 'late', organizations: [] }, serial: new Uint8Array(8), notBeforeMs: 0, notAfterMs: 1_000, publicKey: publicKeyOf(new Uint8Array(32)) };
    expect(whoIs(world, { certificate: world.keys.authority.issue(late) })).toBe('401 Unauthorized');
  });

  it('end when their time is over, though their bearer was known before', () => {
    const world = new ApiWorld();
    const brief = { subject: { commonName: 'brief', organizations: [] }, serial: new Uint8Array(8), notBeforeMs: 0, notAfterMs: world.kernel.wallMs + 60_000, publicKey: publicKeyOf(new Uint8Array(32)) };
    const certificate = world.keys.authority.issue(brief);
    const shown = { certificate };
    expect(whoIs(world, shown)).toMatchObject({ username: 'brief' });
    world.pass(50_000);
    expect(whoIs(world, { certificate })).toMatchObject({ username: 'brief' });
    world.pass(12_000);
    expect(whoIs(world, shown)).toBe('401 Unauthorized');
    expect(whoIs(world, { certificate })).toBe('401 Unauthorized');
  });

  it('are X.509: what was put in is read again', () => {
    const authority = new CertificateAuthority('kubernetes', sha256(utf8Bytes('key')), 1_767_225_600_000);
    const own = readCertificate(authority.certificate);
    expect(own).toMatchObject({ subject: { commonName: 'kubernetes' }, issuer: { commonName: 'kubernetes' }, notBeforeMs: 1_767_225_600_000, notAfterMs: 1_767_225_600_000 + 3_650 * 86_400_000 });
    expect(authority.verify(authority.certificate)?.subject.commonName).toBe('kubernetes');
    expect(new CertificateAuthority('kubernetes', sha256(utf8Bytes('another')), 0).verify(authority.certificate)).toBeUndefined();
  });
});

describe('tokens of service accounts', () => {
  it('say whose they are', () => {
    const world = worldWithAccount();
    const uid = world.object('get', 'serviceaccounts', { name: 'robot' }).metadata.uid;
    expect(whoIs(world, { token: tokenOf(world) })).toEqual({
      username: 'system:serviceaccount:default:robot', uid, groups: ['system:serviceaccounts', 'system:serviceaccounts:default', 'system:authenticated'],
      extra: { 'authentication.kubernetes.io/credential-id': [expect.stringMatching(/^JTI=[0-9a-f-]{36}$/)] },
    });
  });

  it('hold for their audiences, as they were signed, and until they end', () => {
    const world = worldWithAccount();
    const token = tokenOf(world, { expirationSeconds: 600 });
    expect(review(world, token)).toMatchObject({ authenticated: true, audiences: ['https://kubernetes.default.svc.cluster.local'] });
    expect(review(world, token, ['foo'])).toEqual({ user: {}, error: '[invalid bearer token, token audiences ["https://kubernetes.default.svc.cluster.local"] is invalid for the target audiences ["foo"]]' });
    expect(review(world, `${token.slice(0, -4)}AAAA`)).toEqual({ user: {}, error: '[invalid bearer token, go-jose/go-jose: error in cryptographic primitive]' });
    expect(review(world, 'abc')).toEqual({ user: {}, error: 'invalid bearer token' });
    expect(whoIs(world, { token: tokenOf(world, { audiences: ['foo'] }) })).toBe('401 Unauthorized');
    world.pass(700_000);
    expect(review(world, token)).toEqual({ user: {}, error: '[invalid bearer token, service account token has expired]' });
  });

  it('end with the account, ten seconds later where they were just believed', () => {
    const world = worldWithAccount();
    const shown = { token: tokenOf(world) };
    expect(whoIs(world, shown)).toMatchObject({ username: 'system:serviceaccount:default:robot' });
    world.object('delete', 'serviceaccounts', { name: 'robot' });
    world.pass(11_000);
    expect(whoIs(world, shown)).toBe('401 Unauthorized');
    expect(review(world, shown.token)).toEqual({ user: {}, error: '[invalid bearer token, serviceaccounts "robot" not found]' });
  });

  it('end with what they are bound to, and say it', () => {
    const world = worldWithAccount();
    world.object('create', 'pods', { body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { serviceAccountName: 'robot', nodeName: 'n1', containers: [{ name: 'a', image: 'b' }] } } });
    const bound = (more: object = {}) => tokenOf(world, { boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name: 'web', ...more } });
    expect(bound({ name: 'none' })).toBe('pods "none" not found');
    expect(bound({ uid: 'abc' })).toBe('Operation cannot be fulfilled on Pod "web": the UID in the bound object reference (abc) does not match the UID in record. The object might have been deleted and then recreated');
    const token = bound();
    const pod = world.object('get', 'pods', { name: 'web' });
    expect(whoIs(world, { token })).toMatchObject({ extra: { 'authentication.kubernetes.io/pod-name': ['web'], 'authentication.kubernetes.io/pod-uid': [pod.metadata.uid], 'authentication.kubernetes.io/node-name': ['n1'] } });
    world.object('delete', 'pods', { name: 'web', options: { gracePeriodSeconds: 0 } });
    world.pass(100);
    expect(review(world, token)).toEqual({ user: {}, error: '[invalid bearer token, service account token has been invalidated]' });
  });
});
