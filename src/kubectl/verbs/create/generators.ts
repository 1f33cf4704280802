// The commands below `kubectl create`.

import type { Command } from '../../core/command.ts';
import { createConfigMap, createSecret } from './generators/data.ts';
import { createIngress } from './generators/ingress.ts';
import { createClusterRole, createClusterRoleBinding, createRole, createRoleBinding } from './generators/rbac.ts';
import { createService } from './generators/service.ts';
import { createDisruptionBudget, createNamespace, createPriorityClass, createQuota, createServiceAccount } from './generators/simple.ts';
import { createToken } from './generators/token.ts';
import { createCronJob, createDeployment, createJob } from './generators/workloads.ts';

/** In the order of the help. */
export const generators: readonly Command[] = [
  createClusterRole, createClusterRoleBinding, createConfigMap, createCronJob, createDeployment, createIngress, createJob, createNamespace,
  createDisruptionBudget, createPriorityClass, createQuota, createRole, createRoleBinding, createSecret, createService, createServiceAccount, createToken,
];
