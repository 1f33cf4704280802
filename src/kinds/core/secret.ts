// Secret: data that is not to be seen by everybody, in base64.
// Upstream: pkg/registry/core/secret/strategy.go, pkg/apis/core/v1/conversion.go

import { base64DecodeText, base64EncodeText } from '../../base/index.ts';
import { ageColumn, nameColumn, textColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { Secret, SecretInput } from '../generated/types.ts';
import type { Defaulted } from '../object.ts';
import { complete } from '../reuse.ts';
import { withoutNulls } from './data-defaults.ts';
import { validateSecret, validateSecretUpdate } from './data-validation.ts';

/** Plain text is only ever written: it is stored among the data. */
function defaults(input: SecretInput): Defaulted<Secret> {
  const { metadata = {} } = input;
  const type = input.type || 'Opaque';
  const data = withoutNulls(input.data);
  if (input.stringData === undefined) return complete(input, { metadata, type, data });
  const { stringData, ...rest } = input;
  const encoded = Object.fromEntries(Object.entries(stringData).map(([key, text]) => [key, base64EncodeText(text)]));
  return { ...rest, metadata, type, data: { ...data, ...encoded } };
}

/** A certificate and key that no server could read are kept all the same, and told of. */
function warnings({ type, data = {} }: Secret): readonly string[] {
  if (type !== 'kubernetes.io/tls') return [];
  const isUnread = (key: string): boolean => !(base64DecodeText(data[key] ?? '') ?? '').includes('-----BEGIN ');
  if (isUnread('tls.crt')) return ['tls: failed to find any PEM data in certificate input'];
  return isUnread('tls.key') ? ['tls: failed to find any PEM data in key input'] : [];
}

/** How Secrets are completed, checked, shown and selected. */
export const secretKind = defineKind<SecretInput, Secret>({
  group: '',
  version: 'v1',
  kind: 'Secret',
  metadataLooks: { ofChange: ['change', 'new'] },
  defaults,
  validateCreate: validateSecret,
  validateUpdate: validateSecretUpdate,
  warnings,
  columns: [
    nameColumn,
    textColumn('Type', ({ type }) => type),
    textColumn('Data', ({ data }) => Object.keys(data ?? {}).length),
    ageColumn,
  ],
  selectableFields: { type: ({ type }) => type },
});
