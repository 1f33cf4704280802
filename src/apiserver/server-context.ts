import type { Kernel, RandomStream } from '../kernel/index.ts';
import type { KindRegistry } from '../kinds/index.ts';
import type { Stack } from '../network/index.ts';
import type { RegistryCache } from './cache/registry-cache.ts';
import type { Discovery } from './discovery/discovery.ts';
import type { Authorizer } from './request/authorize.ts';
import type { Resources } from './request/resources.ts';
import type { ServiceAddresses } from './services/service-addresses.ts';
import type { Storage } from './storage/storage.ts';

/** What every part of one API server shares. */
export interface ServerContext {
  readonly kernel: Kernel;
  /** `host/kube-apiserver`: the actor of its trace records. */
  readonly actor: string;
  readonly stack: Stack;
  readonly kinds: KindRegistry;
  readonly resources: Resources;
  readonly storage: Storage;
  readonly cache: RegistryCache;
  readonly random: RandomStream;
  readonly serviceAddresses: ServiceAddresses;
  readonly authorizer: Authorizer;
  /** Where clients reach this server. */
  readonly advertise: { readonly address: string; readonly port: number };
  readonly discovery: Discovery;
  /** Every path that answers something. */
  readonly paths: readonly string[];
  /** Whether everything that a new cluster holds is there. */
  readonly isBootstrapped: () => boolean;
}
