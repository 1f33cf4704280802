// ConfigMap: settings by key, as text or bytes.
// Upstream: pkg/registry/core/configmap/strategy.go

import { ageColumn, nameColumn, textColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { ConfigMap, ConfigMapInput } from '../generated/types.ts';
import { complete } from '../reuse.ts';
import { withoutNulls } from './data-defaults.ts';
import { validateConfigMap, validateConfigMapUpdate } from './data-validation.ts';

const keyCount = (data: Readonly<Record<string, string>> | undefined): number => Object.keys(data ?? {}).length;

/** How ConfigMaps are completed, checked, shown and selected. */
export const configMapKind = defineKind<ConfigMapInput, ConfigMap>({
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  metadataLooks: { ofChange: ['change', 'new'] },
  defaults: (input) => complete(input, { metadata: input.metadata ?? {}, binaryData: withoutNulls(input.binaryData) }),
  validateCreate: validateConfigMap,
  validateUpdate: validateConfigMapUpdate,
  columns: [nameColumn, textColumn('Data', ({ data, binaryData }) => keyCount(data) + keyCount(binaryData)), ageColumn],
});
