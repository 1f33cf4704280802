// kubectl config set-cluster.
// Upstream: k8s.io/kubectl pkg/cmd/config/set_cluster.go

import type { Command } from '../../core/command.ts';
import { CommandError } from '../../core/errors.ts';
import { bool, text } from '../../core/flag.ts';
import { clusterFields, tidy } from '../../core/kubeconfig-fields.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import type { AnyObject } from '../../core/object.ts';
import { fileFields, given, load, save, shapedArguments, withEntry } from './kubeconfig-file.ts';

export const setCluster: Command = {
  name: 'set-cluster', short: 'Set a cluster entry in kubeconfig', usage: 'NAME [--server=server] [--certificate-authority=path/to/certificate/authority] [--insecure-skip-tls-verify=true] [--tls-server-name=example.com]',
  flags: [
    text('certificate-authority', 'Path to certificate-authority file for the cluster entry in kubeconfig'), bool('embed-certs', 'embed-certs for the cluster entry in kubeconfig'),
    bool('insecure-skip-tls-verify', 'insecure-skip-tls-verify for the cluster entry in kubeconfig'), text('proxy-url', 'proxy-url for the cluster entry in kubeconfig'),
    text('server', 'server for the cluster entry in kubeconfig'), text('tls-server-name', 'tls-server-name for the cluster entry in kubeconfig'),
  ],
  *run(kubectl, args) {
    const [name = ''] = yield* shapedArguments(kubectl, args, 1);
    const { flags } = kubectl;
    const authority = flags.text('certificate-authority');
    if (flags.bool('insecure-skip-tls-verify') && authority !== '') throw new CommandError('you cannot specify a certificate authority and insecure mode at the same time');
    if (flags.bool('embed-certs') && authority === '') throw new CommandError('you must specify a --certificate-authority to embed');
    const config = load(kubectl);
    const entry = tidy({ ...config.clusters.get(name), ...given(kubectl, ['server', 'tls-server-name', 'proxy-url']), ...trust(kubectl) }, clusterFields);
    save(kubectl, { ...config, clusters: withEntry(config.clusters, name, entry) });
    yield* kubectl.out(`Cluster ${JSON.stringify(name)} set.\n`);
  },
};

/** Whom the client believes: an authority or everybody; the one puts the other away. */
function trust(kubectl: Kubectl): AnyObject {
  const { flags } = kubectl;
  const nobody = { 'certificate-authority': undefined, 'certificate-authority-data': undefined };
  const insecure = flags.changed('insecure-skip-tls-verify') ? { 'insecure-skip-tls-verify': flags.bool('insecure-skip-tls-verify') } : {};
  const authority = flags.text('certificate-authority') === '' ? {} : { 'insecure-skip-tls-verify': false };
  return { ...insecure, ...(flags.bool('insecure-skip-tls-verify') ? nobody : {}), ...authority, ...fileFields(kubectl, 'certificate-authority') };
}
