// What the real controller writes into the status of policies whose expressions do not fit the types of their objects.

import './provide.ts';
import { expect, it } from 'vitest';
import { kindRegistry, typeWarnings } from './index.ts';
import type { ExpressionWarning, ValidatingAdmissionPolicy } from './index.ts';
import recorded from './testdata/policy-types.json' with { type: 'json' };

const cases = recorded as unknown as readonly { readonly spec: ValidatingAdmissionPolicy['spec']; readonly warnings: readonly ExpressionWarning[] }[];

it.each(cases.map((entry, index) => ({ ...entry, index })))('policy $index', ({ spec, warnings }) => {
  const policy = { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy', metadata: {}, spec, status: {} } as ValidatingAdmissionPolicy;
  expect(typeWarnings(policy, kindRegistry.all, 1)).toEqual(warnings);
});
