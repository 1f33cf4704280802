// ComponentStatus: how a component of the control plane is, as the API server finds it when it is asked.
// Upstream: pkg/registry/core/componentstatus, pkg/printers/internalversion printComponentStatus

import { nameColumn, textColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { ComponentCondition, ComponentStatus, ComponentStatusInput } from '../generated/types.ts';

function cell(read: (condition: ComponentCondition) => string, otherwise: string): (status: ComponentStatus) => string {
  return ({ conditions = [] }) => {
    const healthy = conditions.find(({ type }) => type === 'Healthy');
    return healthy ? read(healthy) : otherwise;
  };
}

/** How ComponentStatuses are shown. */
export const componentStatusKind = defineKind<ComponentStatusInput, ComponentStatus>({
  group: '',
  version: 'v1',
  kind: 'ComponentStatus',
  deprecation: 'v1 ComponentStatus is deprecated in v1.19+',
  columns: [
    nameColumn,
    textColumn('Status', cell(({ status }) => (status === 'True' ? 'Healthy' : 'Unhealthy'), 'Unknown')),
    textColumn('Message', cell(({ message = '' }) => message, '')),
    textColumn('Error', cell(({ error = '' }) => error, '')),
  ],
});
