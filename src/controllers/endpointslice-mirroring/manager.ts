/** Whose slices those of Endpoints are that a person wrote. */
export const manager = 'endpointslicemirroring-controller.k8s.io';
