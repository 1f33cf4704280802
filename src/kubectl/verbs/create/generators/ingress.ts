// kubectl create ingress.
// Upstream: k8s.io/kubectl pkg/cmd/create/create_ingress.go

import type { Process } from '../../../../kernel/index.ts';
import { CommandError } from '../../../core/errors.ts';
import { array, text } from '../../../core/flag.ts';
import type { AnyObject } from '../../../core/object.ts';
import { generatorCommand, pairs } from './generator.ts';
import type { GeneratorInput } from './generator.ts';

const ruleForm = /^(?<host>[\w*.-]*)(?<path>\/[^=]*)=(?<service>[\w-]+):(?<port>[\w-]+)(?::[^,]*)?(?<more>,.*)?$/;

interface Rule {
  readonly host: string;
  readonly path: AnyObject;
  readonly secret: string | undefined;
  readonly hasTls: boolean;
}

const backend = (service: string, port: string): AnyObject => ({ service: { name: service, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } });

function rule(spec: string): Rule {
  const groups = ruleForm.exec(spec)?.groups;
  if (!groups) throw new CommandError(`rule ${spec} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`);
  const { host = '', path = '', service = '', port = '', more = '' } = groups;
  // One word after a comma is about TLS, however it is called; of several none is.
  const [, tls, ...others] = more.split(',');
  const [, secret] = tls?.split('=') ?? [];
  const isPrefix = path.endsWith('*');
  return {
    host, secret, hasTls: tls !== undefined && others.length === 0,
    path: { backend: backend(service, port), path: isPrefix ? path.slice(0, -1) : path, pathType: isPrefix ? 'Prefix' : 'Exact' },
  };
}

function rulesOf(specs: readonly Rule[]): readonly AnyObject[] {
  const byHost = new Map<string, AnyObject[]>();
  for (const { host, path } of specs) byHost.set(host, [...(byHost.get(host) ?? []), path]);
  return [...byHost].map(([host, paths]) => ({ ...(host === '' ? undefined : { host }), http: { paths } }));
}

function tlsOf(specs: readonly Rule[]): readonly AnyObject[] {
  const bySecret = new Map<string, string[]>();
  for (const { host, secret = '', hasTls } of specs) {
    if (!hasTls) continue;
    const hosts = bySecret.get(secret) ?? [];
    if (host !== '' && !hosts.includes(host)) hosts.push(host);
    bySecret.set(secret, hosts);
  }
  return [...bySecret].map(([secretName, hosts]) => ({ ...(hosts.length > 0 ? { hosts } : undefined), ...(secretName === '' ? undefined : { secretName }) }));
}

function* ingress({ flags, name }: GeneratorInput): Process<AnyObject> {
  const specs = flags.list('rule').map(rule);
  const fallback = flags.text('default-backend');
  if (specs.length === 0 && fallback === '') throw new CommandError('not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)');
  const annotations = flags.list('annotation');
  const bare = annotations.find((each) => !each.includes('='));
  if (bare !== undefined) throw new CommandError(`annotation ${bare} is invalid and should be in format key=[value]`);
  const [service = '', port = ''] = fallback.split(':');
  if (fallback !== '' && (service === '' || port === '')) throw new CommandError('default-backend should be in format servicename:serviceport');
  const tls = tlsOf(specs);
  return {
    apiVersion: 'networking.k8s.io/v1', kind: 'Ingress',
    metadata: { ...(annotations.length > 0 ? { annotations: pairs(annotations) } : undefined), name },
    spec: {
      ...(fallback === '' ? undefined : { defaultBackend: backend(service, port) }),
      ...(flags.text('class') === '' ? undefined : { ingressClassName: flags.text('class') }),
      ...(specs.length > 0 ? { rules: rulesOf(specs) } : undefined),
      ...(tls.length > 0 ? { tls } : undefined),
    },
    status: { loadBalancer: {} },
  };
}

export const createIngress = generatorCommand({
  name: 'ingress', aliases: ['ing'], short: 'Create an ingress with the specified name', usage: 'NAME --rule=host/path=service:port[,tls[=secret]] ',
  flags: [
    array('annotation', 'Annotation to insert in the ingress object, in the format annotation=value'),
    text('class', 'Ingress Class to be used'),
    text('default-backend', 'Default service for backend, in format of svcname:port'),
    array('rule', 'Rule in format host/path=service:port[,tls=secretname]. Paths containing the leading character \'*\' are considered pathType=Prefix. tls argument is optional.'),
  ],
  failure: 'failed to create ingress', build: ingress,
});
