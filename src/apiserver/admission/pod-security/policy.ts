// Which rules a namespace has for its Pods, as its labels say.
// Upstream: k8s.io/pod-security-admission api

import type { FieldError } from '../../../kinds/index.ts';
import { invalid } from '../../../kinds/index.ts';

/** From no rules to the strictest. */
export const levels = ['privileged', 'baseline', 'restricted'] as const;

export type Level = (typeof levels)[number];

/** A level as one version of Kubernetes had it. */
export interface Policy {
  readonly level: Level;
  /** The minor version of Kubernetes 1, or the newest. */
  readonly version: number | 'latest';
}

/** What a namespace does about Pods that violate a policy: refuse them, note them in the audit log, warn. */
export type Mode = 'enforce' | 'audit' | 'warn';

/** In the order in which their labels are checked. */
const modes: readonly Mode[] = ['enforce', 'audit', 'warn'];
const prefix = 'pod-security.kubernetes.io/';

type Labels = Readonly<Record<string, string>>;

/** Without labels everything is allowed. kube-apiserver, PodSecurityConfiguration defaults */
const unlabelled: Policy = { level: 'privileged', version: 'latest' };

/**
 * The policy of one mode. What is written wrongly counts as the strictest, so that nothing passes by mistake. Where the labels do
 * not say of what to warn, it is of what would be refused.
 */
export function policyFor(labels: Labels | undefined, mode: Mode): Policy {
  const level = labels?.[prefix + mode];
  const version = labels?.[`${prefix}${mode}-version`];
  if (mode === 'warn' && level === undefined && labels?.[`${prefix}enforce`] !== undefined) {
    const enforced = policyFor(labels, 'enforce');
    return version === undefined ? enforced : { level: enforced.level, version: versionOf(version) ?? 'latest' };
  }
  if (level === undefined && version === undefined) return unlabelled;
  return {
    level: level === undefined ? 'privileged' : (levelOf(level) ?? 'restricted'),
    version: version === undefined ? 'latest' : (versionOf(version) ?? 'latest'),
  };
}

/** What is wrong with the labels of a namespace. */
export function labelErrors(labels: Labels | undefined): readonly FieldError[] {
  const errors: FieldError[] = [];
  const check = (key: string, isRight: (value: string) => boolean, detail: string): void => {
    const value = labels?.[key];
    if (value !== undefined && !isRight(value)) errors.push(invalid(`metadata.labels[${key}]`, value, detail));
  };
  for (const mode of modes) {
    check(prefix + mode, (value) => levelOf(value) !== undefined, `must be one of ${levels.join(', ')}`);
    check(`${prefix}${mode}-version`, (value) => versionOf(value) !== undefined, 'must be "latest" or "v1.x"');
  }
  return errors;
}

/** `restricted:v1.25` */
export function policyText({ level, version }: Policy): string {
  return `${level}:${version === 'latest' ? version : `v1.${version}`}`;
}

/** Whether what one policy lets pass may violate the other. */
export function mayBeStricter(next: Policy, previous: Policy): boolean {
  if (next.level === 'privileged') return false;
  return next.version !== previous.version || levels.indexOf(next.level) > levels.indexOf(previous.level);
}

function levelOf(text: string): Level | undefined {
  return levels.find((level) => level === text);
}

function versionOf(text: string): Policy['version'] | undefined {
  if (text === 'latest') return text;
  const minor = /^v1\.(0|[1-9][0-9]*)$/.exec(text)?.[1];
  return minor === undefined ? undefined : Number(minor);
}
