// Upstream: pkg/kubelet/envvars, pkg/kubelet/kubelet_pods.go getServiceEnvVarMap
import type { Informer } from '../../client/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { Service } from '../../kinds/index.ts';

type Variables = readonly (readonly [string, string])[];

/** The variables by which Pods learn of Services; made once for each namespace while the Services stay as they are. */
export class ServiceEnvironment {
  private readonly services: Informer<Service>;
  private readonly linked = new Map<string, Variables>();
  private master: Variables | undefined;

  constructor(services: Informer<Service>) {
    this.services = services;
    const forget = (): void => {
      this.linked.clear();
      this.master = undefined;
    };
    services.onChange({ added: forget, updated: forget, deleted: forget });
  }

  /** Waits until the Services have been read once: before that a container would not learn where the API server is. */
  *waitForSync(): Process {
    yield* this.services.waitForSync();
  }

  /** The variables for a Pod of a namespace; without links only the API server's. */
  of(namespace: string, hasLinks: boolean): Variables {
    this.master ??= variablesOf(this.services.store.get('default/kubernetes'));
    if (!hasLinks) return this.master;
    let variables = this.linked.get(namespace);
    if (!variables) this.linked.set(namespace, (variables = this.all(namespace)));
    return variables;
  }

  private all(namespace: string): Variables {
    const variables = new Map(this.master);
    const services = [...this.services.store.values()].filter((service) => service.metadata.namespace === namespace);
    for (const service of services) for (const [name, value] of variablesOf(service)) variables.set(name, value);
    return [...variables];
  }
}

function variablesOf(service: Service | undefined): Variables {
  const address = service?.spec.clusterIP;
  const ports = service?.spec.ports ?? [];
  const [first] = ports;
  if (!service || !first || !address || address === 'None') return [];
  const prefix = variableName(service.metadata.name);
  const variables: [string, string][] = [[`${prefix}_SERVICE_HOST`, address], [`${prefix}_SERVICE_PORT`, String(first.port)]];
  for (const { name, port } of ports) if (name) variables.push([`${prefix}_SERVICE_PORT_${variableName(name)}`, String(port)]);
  for (const [index, { port, protocol }] of ports.entries()) {
    const lower = protocol.toLowerCase();
    const url = `${lower}://${address}:${port}`;
    if (index === 0) variables.push([`${prefix}_PORT`, url]);
    const base = `${prefix}_PORT_${port}_${protocol}`;
    variables.push([base, url], [`${base}_PROTO`, lower], [`${base}_PORT`, String(port)], [`${base}_ADDR`, address]);
  }
  return variables;
}

function variableName(name: string): string {
  return name.replaceAll('-', '_').toUpperCase();
}
