/** To whom a cluster belongs at first, as kubeadm's super-admin.conf says. */
export const administrator = { name: 'kubernetes-admin', group: 'system:masters' } as const;
