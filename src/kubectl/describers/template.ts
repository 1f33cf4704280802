// A Pod template, as workloads' descriptions and rollout history show it.

import type { PodTemplateSpec } from '../../kinds/index.ts';
import { describeContainers } from './containers.ts';
import type { Page } from './page.ts';
import { describeSpread, describeTolerations, describeVolumes } from './volumes.ts';

export function describeTemplate(page: Page, template: PodTemplateSpec | undefined): void {
  page.line(0, 'Pod Template:');
  if (!template) {
    page.line(0, '  <unset>');
    return;
  }
  const { metadata, spec } = template;
  page.labels('  Labels', metadata?.labels);
  if (Object.keys(metadata?.annotations ?? {}).length > 0) page.annotations('  Annotations', metadata?.annotations);
  if (!spec) return;
  if (spec.serviceAccountName) page.field(0, '  Service Account', spec.serviceAccountName);
  if (spec.initContainers && spec.initContainers.length > 0) describeContainers(page, { label: 'Init Containers', containers: spec.initContainers, space: '  ' });
  describeContainers(page, { label: 'Containers', containers: spec.containers, space: '  ' });
  describeVolumes(page, spec.volumes, '  ');
  describeSpread(page, spec.topologySpreadConstraints, '  ');
  if (spec.priorityClassName) page.field(0, '  Priority Class Name', spec.priorityClassName);
  page.labels('  Node-Selectors', spec.nodeSelector);
  describeTolerations(page, '  Tolerations', spec.tolerations);
}
