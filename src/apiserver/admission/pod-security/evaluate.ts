// Upstream: k8s.io/pod-security-admission policy
import { baselineRules } from './baseline-rules.ts';
import type { PodRule, PodShape, RuleVersion, Violation } from './pod-rule.ts';
import type { Policy } from './policy.ts';
import { restrictedRules } from './restricted-rules.ts';

/** Everything in a Pod that a policy does not allow. */
export function violations(policy: Policy, pod: PodShape): readonly Violation[] {
  const found: Violation[] = [];
  for (const { find } of rulesOf(policy)) {
    const violation = find(pod);
    if (violation) found.push(violation);
  }
  return found;
}

/** `hostPort (container "c" uses hostPort 80), privileged (…)` */
export function detailsOf(found: readonly Violation[]): string {
  return found.map(({ reason, detail }) => `${reason} (${detail})`).join(', ');
}

/** `hostPort, privileged` */
export function reasonsOf(found: readonly Violation[]): string {
  return found.map(({ reason }) => reason).join(', ');
}

function rulesOf({ level, version }: Policy): readonly RuleVersion[] {
  if (level === 'privileged') return [];
  const restricted = level === 'restricted' ? inForce(restrictedRules, version) : [];
  const overridden = new Set(restricted.map(([{ overrides }]) => overrides));
  const baseline = inForce(baselineRules, version).filter(([{ id }]) => !overridden.has(id));
  return [...baseline, ...restricted].map(([, rule]) => rule);
}

function inForce(rules: readonly PodRule[], version: Policy['version']): readonly (readonly [PodRule, RuleVersion])[] {
  return rules.flatMap((rule) => {
    const form = rule.versions.find(({ since }) => version === 'latest' || since <= version);
    return form ? [[rule, form] as const] : [];
  });
}
