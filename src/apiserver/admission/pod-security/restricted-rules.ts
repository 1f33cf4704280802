// The rules of the level restricted: what every container ought to do without.
// Upstream: k8s.io/pod-security-admission policy (check_*.go)

import type { PodSpec, Volume } from '../../../kinds/index.ts';
import { addedCapabilities, unconfinedSeccomp, unmaskedProc } from './baseline-rules.ts';
import type { PodRule, PodShape, Violation } from './pod-rule.ts';
import { isForWindows, named, namesOf, pluralOf, quoted, setters, sortedSet } from './pod-rule.ts';

function mayEscalate({ spec }: PodShape): Violation | undefined {
  const names = namesOf(spec, ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false);
  if (names.length === 0) return undefined;
  return { reason: 'allowPrivilegeEscalation != false', detail: `${named('container', names)} must set securityContext.allowPrivilegeEscalation=false` };
}

const allowedCapabilities: ReadonlySet<string> = new Set(['NET_BIND_SERVICE']);

function keptCapabilities({ spec }: PodShape): Violation | undefined {
  const keeping = namesOf(spec, ({ securityContext }) => !securityContext?.capabilities?.drop?.includes('ALL'));
  const added = addedCapabilities(spec, allowedCapabilities);
  const details = [
    ...(keeping.length > 0 ? [`${named('container', keeping)} must set securityContext.capabilities.drop=["ALL"]`] : []),
    ...(added === undefined ? [] : [added]),
  ];
  return details.length === 0 ? undefined : { reason: 'unrestricted capabilities', detail: details.join('; ') };
}

const allowedVolumes: ReadonlySet<string> = new Set([
  'configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected', 'secret',
]);

function restrictedVolumes({ spec }: PodShape): Violation | undefined {
  const wrong = (spec.volumes ?? []).filter((volume) => !allowedVolumes.has(sourceOf(volume)));
  if (wrong.length === 0) return undefined;
  const types = sortedSet(wrong.map(sourceOf));
  const names = wrong.map(({ name }) => name);
  const uses = names.length === 1 ? 'uses' : 'use';
  return { reason: 'restricted volume types', detail: `${named('volume', names)} ${uses} ${pluralOf('restricted volume type', types.length)} ${quoted(types)}` };
}

/** The name of the field that says what a volume is. */
function sourceOf(volume: Volume): string {
  return Object.keys(volume).find((field) => field !== 'name') ?? 'unknown';
}

function mayBeRoot({ spec }: PodShape): Violation | undefined {
  const reason = 'runAsNonRoot != true';
  const { runAsNonRoot } = spec.securityContext;
  const explicit = namesOf(spec, ({ securityContext }) => securityContext?.runAsNonRoot === false);
  if (runAsNonRoot === false || explicit.length > 0) return { reason, detail: `${setters(runAsNonRoot === false, explicit)} must not set securityContext.runAsNonRoot=false` };
  const silent = runAsNonRoot === true ? [] : namesOf(spec, ({ securityContext }) => securityContext?.runAsNonRoot === undefined);
  return silent.length === 0 ? undefined : { reason, detail: `pod or ${named('container', silent)} must set securityContext.runAsNonRoot=true` };
}

function isRoot({ spec }: PodShape): Violation | undefined {
  const byPod = spec.securityContext.runAsUser === 0;
  const names = namesOf(spec, ({ securityContext }) => securityContext?.runAsUser === 0);
  return !byPod && names.length === 0 ? undefined : { reason: 'runAsUser=0', detail: `${setters(byPod, names)} must not set runAsUser=0` };
}

function missingSeccomp(pod: PodShape): Violation | undefined {
  const unconfined = unconfinedSeccomp(pod);
  if (unconfined) return unconfined;
  const { spec } = pod;
  if (spec.securityContext.seccompProfile) return undefined;
  const names = namesOf(spec, ({ securityContext }) => !securityContext?.seccompProfile);
  if (names.length === 0) return undefined;
  return { reason: 'seccompProfile', detail: `pod or ${named('container', names)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"` };
}

type Find = (pod: PodShape) => Violation | undefined;

const unlessWindows = (find: Find): Find => (pod) => (isForWindows(pod.spec) ? undefined : find(pod));

/** Root of a user namespace is nobody on the host. */
const unlessOwnUsers = (find: Find): Find => (pod) => (hasOwnUsers(pod.spec) ? undefined : find(pod));

function hasOwnUsers({ hostUsers }: PodSpec): boolean {
  return hostUsers === false;
}

export const restrictedRules: readonly PodRule[] = [
  { id: 'allowPrivilegeEscalation', level: 'restricted', versions: [{ since: 25, find: unlessWindows(mayEscalate) }, { since: 8, find: mayEscalate }] },
  {
    id: 'capabilities_restricted', level: 'restricted', overrides: 'capabilities_baseline',
    versions: [{ since: 25, find: unlessWindows(keptCapabilities) }, { since: 22, find: keptCapabilities }],
  },
  { id: 'procMount_restricted', level: 'restricted', overrides: 'procMount', versions: [{ since: 35, find: unmaskedProc }] },
  { id: 'restrictedVolumes', level: 'restricted', overrides: 'hostPathVolumes', versions: [{ since: 0, find: restrictedVolumes }] },
  { id: 'runAsNonRoot', level: 'restricted', versions: [{ since: 35, find: unlessOwnUsers(mayBeRoot) }, { since: 0, find: mayBeRoot }] },
  { id: 'runAsUser', level: 'restricted', versions: [{ since: 35, find: unlessOwnUsers(isRoot) }, { since: 23, find: isRoot }] },
  {
    id: 'seccompProfile_restricted', level: 'restricted', overrides: 'seccompProfile_baseline',
    versions: [{ since: 25, find: unlessWindows(missingSeccomp) }, { since: 19, find: missingSeccomp }],
  },
];
