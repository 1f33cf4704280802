// Conflicts between managers, as people are told of them.
// Upstream: sigs.k8s.io/structured-merge-diff merge (conflict), k8s.io/apimachinery util/managedfields/internal/conflict.go

import { compareText, quote } from '../../base/index.ts';
import type { Conflict } from './apply-configuration.ts';
import { pathsOf } from './field-set.ts';
import type { Manager } from './manager-entry.ts';
import { stepText } from './path-step.ts';

/** One field that somebody else has. */
export interface FieldConflict {
  /** `conflict with "kubectl" using apps/v1` */
  readonly message: string;
  /** `.spec.template.spec.containers[name="web"].image` */
  readonly field: string;
}

/** `"kubectl" with subresource "scale" using apps/v1` */
function managerText({ manager, operation, apiVersion, subresource }: Manager): string {
  const through = subresource === undefined ? '' : ` with subresource ${quote(subresource)}`;
  return `${quote(manager)}${through}${operation === 'Update' ? ` using ${apiVersion}` : ''}`;
}

/** How upstream tells managers apart, by which it puts them in order. */
function identityOf({ manager, operation, apiVersion, subresource }: Manager): string {
  return JSON.stringify({ manager, operation, apiVersion: operation === 'Update' ? apiVersion : undefined, subresource });
}

/** Conflicts as a sentence, and one by one. */
export function describeConflicts(conflicts: readonly Conflict[]): { readonly message: string; readonly causes: readonly FieldConflict[] } {
  const managers = conflicts
    .map(({ with: entry, fields }) => ({ identity: identityOf(entry), text: managerText(entry), fields: pathsOf(fields).map((path) => path.map(stepText).join('')) }))
    .sort((a, b) => compareText(a.identity, b.identity));
  const causes = managers.flatMap(({ text, fields }) => fields.map((field) => ({ message: `conflict with ${text}`, field })));
  const [only] = causes;
  const message = causes.length === 1 && only
    ? `Apply failed with 1 conflict: ${only.message}: ${only.field}`
    : `Apply failed with ${causes.length} conflicts: ${managers.map(({ text, fields }) => `conflicts with ${text}:\n- ${fields.join('\n- ')}`).join('\n')}`;
  return { message, causes };
}
