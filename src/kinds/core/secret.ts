// Secret: data that is not to be seen by everybody, in base64.
// Upstream: pkg/registry/core/secret/strategy.go, pkg/apis/core/v1/conversion.go

import { base64EncodeText } from '../../base/index.ts';
import { ageColumn, nameColumn, textColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { Secret, SecretInput } from '../generated/types.ts';
import type { Defaulted } from '../object.ts';
import { complete } from '../reuse.ts';
import { validateSecret, validateSecretUpdate } from './data-validation.ts';

/** Plain text is only ever written: it is stored among the data. */
function defaults(input: SecretInput): Defaulted<Secret> {
  const { metadata = {} } = input;
  const type = input.type || 'Opaque';
  if (input.stringData === undefined) return complete(input, { metadata, type });
  const { stringData, ...rest } = input;
  const encoded = Object.fromEntries(Object.entries(stringData).map(([key, text]) => [key, base64EncodeText(text)]));
  return { ...rest, metadata, type, data: { ...input.data, ...encoded } };
}

/** How Secrets are completed, checked, shown and selected. */
export const secretKind = defineKind<SecretInput, Secret>({
  group: '',
  version: 'v1',
  kind: 'Secret',
  defaults,
  validateCreate: validateSecret,
  validateUpdate: validateSecretUpdate,
  columns: [
    nameColumn,
    textColumn('Type', ({ type }) => type),
    textColumn('Data', ({ data }) => Object.keys(data ?? {}).length),
    ageColumn,
  ],
  selectableFields: { type: ({ type }) => type },
});
