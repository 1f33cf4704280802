// Profiles of `kubectl debug`: what each lets the container do, and what it puts around it.
// Upstream: k8s.io/kubectl pkg/cmd/debug/profiles.go

import { at, listAt } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';

/** The ways to look into something: inside the Pod, in a copy of it, on its node. */
export type Style = 'copy' | 'ephemeral' | 'node';

/** What a profile does. */
interface Profile {
  /** Whether what the container's security context held before goes. */
  readonly isFresh?: boolean;
  /** What is put into the security context; capabilities are added to those that there are. */
  readonly security: Readonly<Partial<Record<Style, AnyObject>>>;
  /** Whether a container on a node sees what runs there. */
  readonly sharesHost: boolean;
  /** Whether it sees the node's files, under /host. */
  readonly mountsRoot: boolean;
}

const everywhere = (security: AnyObject): Profile['security'] => ({ copy: security, ephemeral: security, node: security });
const traces = { capabilities: { add: ['SYS_PTRACE'] } };

const profiles: Readonly<Record<string, Profile>> = {
  baseline: { isFresh: true, security: {}, sharesHost: false, mountsRoot: false },
  general: { security: { copy: traces, ephemeral: traces }, sharesHost: true, mountsRoot: true },
  legacy: { security: {}, sharesHost: true, mountsRoot: true },
  netadmin: { security: everywhere({ capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } }), sharesHost: true, mountsRoot: false },
  restricted: {
    isFresh: true, sharesHost: false, mountsRoot: false,
    security: everywhere({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }),
  },
  sysadmin: { security: everywhere({ privileged: true }), sharesHost: true, mountsRoot: true },
};

/** What a profile does; undefined for one that does not exist. */
export function profileOf(name: string): Profile | undefined {
  return Object.hasOwn(profiles, name) ? profiles[name] : undefined;
}

/** The container as the profile lets it be. */
export function secured(profile: Profile, style: Style, container: AnyObject): AnyObject {
  const { securityContext: known, ...rest } = container;
  const before = profile.isFresh === true ? {} : ((known ?? {}) as AnyObject);
  const more = profile.security[style] ?? {};
  const added = [...listAt(before, 'capabilities', 'add'), ...listAt(more, 'capabilities', 'add')];
  const capabilities = { ...(at(before, 'capabilities') as AnyObject | undefined), ...(at(more, 'capabilities') as AnyObject | undefined), ...(added.length > 0 ? { add: added } : {}) };
  const securityContext = { ...before, ...more, ...(Object.keys(capabilities).length > 0 ? { capabilities } : {}) };
  return Object.keys(securityContext).length > 0 ? { ...rest, securityContext } : rest;
}
