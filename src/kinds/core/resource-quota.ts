// ResourceQuota: how much the objects of a namespace may ask for together, and how many there may be.
// Upstream: pkg/registry/core/resourcequota/strategy.go, pkg/printers/internalversion printResourceQuota

import { compareText } from '../../base/index.ts';
import { ageColumn, nameColumn, textColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { ResourceQuota, ResourceQuotaInput } from '../generated/types.ts';
import { validateResourceQuota, validateResourceQuotaStatus, validateResourceQuotaUpdate } from '../later.ts';
import { complete } from '../reuse.ts';
import { roundedAmounts } from './rounded-amounts.ts';

/** `pods: 1/3, requests.cpu: 0/2`: of the limits, or of everything else. */
const usage = (ofLimits: boolean) => ({ status: { hard = {}, used = {} } }: ResourceQuota): string =>
  Object.keys(hard).sort(compareText)
    .filter((name) => name.startsWith('limits') === ofLimits)
    .map((name) => `${name}: ${used[name] ?? '0'}/${hard[name] ?? '0'}`)
    .join(', ');

/** How ResourceQuotas are completed, checked, shown and selected. */
export const resourceQuotaKind = defineKind<ResourceQuotaInput, ResourceQuota>({
  group: '',
  version: 'v1',
  kind: 'ResourceQuota',
  defaults: (input) => {
    const { spec = {}, status = {} } = input;
    return complete(input, {
      metadata: input.metadata ?? {},
      spec: complete(spec, { hard: spec.hard && roundedAmounts(spec.hard) }),
      status: complete(status, { hard: status.hard && roundedAmounts(status.hard), used: status.used && roundedAmounts(status.used) }),
    });
  },
  validateCreate: validateResourceQuota,
  validateUpdate: validateResourceQuotaUpdate,
  validateStatusUpdate: validateResourceQuotaStatus,
  columns: [nameColumn, textColumn('Request', usage(false)), textColumn('Limit', usage(true)), ageColumn],
});
