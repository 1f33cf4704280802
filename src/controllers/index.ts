/** The controllers, each a folder, and the manager that runs them. They meet only at the API server. */
export { deploymentController } from './deployment/deployment-controller.ts';
export { controllerFactory } from './framework/context.ts';
export type { Controller, ControllerContext, ControllerFactory, Requeue } from './framework/context.ts';
export { ControllerManager } from './framework/manager.ts';
export type { ControllerManagerOptions } from './framework/manager.ts';
export { garbageCollector } from './garbage-collector/garbage-collector.ts';
export { namespaceController } from './namespace/namespace-controller.ts';
export { replicaSetController } from './replicaset/replicaset-controller.ts';
export { rootCertificatePublisher, serviceAccountController } from './serviceaccount/service-account-controller.ts';
export { controllerFactories } from './controller-factories.ts';
