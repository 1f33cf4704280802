/** The HTTP door: a world's API server for clients of the real network. */
export { openDoor } from './door.ts';
export type { Door } from './door.ts';
export { kubeconfigText, writeKubeconfig } from './kubeconfig.ts';
export type { WayIn } from './kubeconfig.ts';
export { readOptions, usage } from './options.ts';
export type { ServeOptions } from './options.ts';
