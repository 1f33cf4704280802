import type { Kernel, RandomStream } from '../kernel/index.ts';
import type { Stack } from '../network/index.ts';
import type { AggregatedServices } from './aggregation/aggregated-services.ts';
import type { AccountTokens } from './authentication/account-tokens.ts';
import type { Authenticator } from './authentication/authenticator.ts';
import type { Impersonations } from './authentication/impersonation.ts';
import type { Authorizer } from './authorization/authorizer.ts';
import type { RbacAuthorizer } from './authorization/rbac.ts';
import type { ObjectHome } from './cache/lookup.ts';
import type { Discovery } from './discovery/discovery.ts';
import type { Flows } from './flow-control/flows.ts';
import type { HealthResults } from './metrics/health-results.ts';
import type { RequestCounts } from './metrics/request-counts.ts';
import type { Passages } from './request/passage.ts';
import type { Resources } from './request/resources.ts';
import type { ServiceAddresses } from './services/service-addresses.ts';

/** What every part of one API server shares. */
export interface ServerContext extends ObjectHome {
  readonly kernel: Kernel;
  /** `host/kube-apiserver`: the actor of its trace records. */
  readonly actor: string;
  readonly stack: Stack;
  readonly resources: Resources;
  readonly random: RandomStream;
  readonly serviceAddresses: ServiceAddresses;
  readonly authenticator: Authenticator;
  /** Makes tokens of service accounts and knows them again. */
  readonly accountTokens: AccountTokens;
  readonly impersonation: Impersonations;
  readonly authorizer: Authorizer;
  readonly passages: Passages;
  /** Which requests are of which priority. */
  readonly flows: Flows;
  /** What roles give to whom. */
  readonly rbac: RbacAuthorizer;
  /** Where clients reach this server. */
  readonly advertise: { readonly address: string; readonly port: number };
  readonly discovery: Discovery;
  /** Groups that are served elsewhere. */
  readonly aggregated: AggregatedServices;
  /** Every path that answers something. */
  readonly paths: readonly string[];
  /** When it was started, on the world's clock. */
  readonly startedMs: number;
  /** What was asked and how long it took, for `/metrics`. */
  readonly requests: RequestCounts;
  /** What the checks of its health came to. */
  readonly healthResults: HealthResults;
  /** Whether everything that a new cluster holds is there. */
  readonly isBootstrapped: () => boolean;
}
