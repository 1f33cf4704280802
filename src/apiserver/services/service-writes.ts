// Where the writes of Services meet the allocation of their addresses.

import type { Process } from '../../kernel/index.ts';
import type { KubeObject, Service } from '../../kinds/index.ts';
import type { Call } from '../request/call.ts';
import { ServiceClaims } from './service-claims.ts';
import { addressesOf, isService, nodePortsOf, withFormerAddresses, withoutFormerType } from './service-shape.ts';

/** The claims of a write to the Service itself; undefined for other kinds and for subresources. */
export function claimsOf(call: Call): ServiceClaims | undefined {
  const isServiceWrite = call.kind.kind === 'Service' && call.kind.group === '' && call.request.subresource === undefined;
  return isServiceWrite ? new ServiceClaims(call) : undefined;
}

/** Does the write; when it fails, gives back what was claimed for it. */
export function withClaims<Result>(claims: ServiceClaims | undefined, write: Process<Result>): Process<Result> {
  return claims ? rollingBack(claims, write) : write;
}

function* rollingBack<Result>(claims: ServiceClaims, write: Process<Result>): Process<Result> {
  try {
    return yield* write;
  } catch (error) {
    yield* claims.rollBack();
    throw error;
  }
}

/** A new Service with its addresses. */
export function* claimForCreate(claims: ServiceClaims, object: KubeObject): Process<KubeObject> {
  return isService(object) ? yield* claims.complete(object, undefined) : object;
}

/** A changed Service with the addresses it keeps and those it needs now. */
export function* claimForUpdate(claims: ServiceClaims, next: KubeObject, previous: KubeObject): Process<KubeObject> {
  if (!isService(next) || !isService(previous)) return next;
  yield* claims.rollBack(); // of an attempt that came to nothing
  const spec = withoutFormerType(withFormerAddresses(next.spec, previous.spec), previous.spec);
  const shaped: Service = { ...next, spec };
  return yield* claims.complete(shaped, previous.spec);
}

/** Gives back what a Service has no more after a change. */
export function* releaseAfterUpdate(call: Call, next: KubeObject, previous: KubeObject): Process {
  if (!isService(next) || !isService(previous) || next === previous) return;
  const { serviceAddresses } = call.server;
  const addresses = new Set(addressesOf(next.spec));
  const ports = new Set(nodePortsOf(next.spec));
  yield* serviceAddresses.release(addressesOf(previous.spec).filter((address) => !addresses.has(address)));
  yield* serviceAddresses.ports.release(nodePortsOf(previous.spec).filter((port) => !ports.has(port)));
}

/** Gives back everything that a deleted Service had. */
export function* forgetService(call: Call, gone: KubeObject): Process {
  if (!isService(gone)) return;
  const { serviceAddresses } = call.server;
  if (gone.spec.type === 'ExternalName') return;
  yield* serviceAddresses.release(addressesOf(gone.spec));
  yield* serviceAddresses.ports.release(nodePortsOf(gone.spec));
}
