// The commands below `kubectl create`.

import type { Command } from '../../core/command.ts';
import { createConfigMap, createSecret } from './generators/data.ts';
import { createIngress } from './generators/ingress.ts';
import { createNamespace } from './generators/namespace.ts';
import { createDisruptionBudget } from './generators/pod-disruption-budget.ts';
import { createPriorityClass } from './generators/priority-class.ts';
import { createQuota } from './generators/quota.ts';
import { createClusterRole, createClusterRoleBinding, createRole, createRoleBinding } from './generators/rbac.ts';
import { createServiceAccount } from './generators/service-account.ts';
import { createService } from './generators/service.ts';
import { createToken } from './generators/token.ts';
import { createCronJob, createDeployment, createJob } from './generators/workloads.ts';

/** In the order of the help. */
export const generators: readonly Command[] = [
  createClusterRole, createClusterRoleBinding, createConfigMap, createCronJob, createDeployment, createIngress, createJob, createNamespace,
  createDisruptionBudget, createPriorityClass, createQuota, createRole, createRoleBinding, createSecret, createService, createServiceAccount, createToken,
];
