// Kubelets may read what Pods on their node need, and write about themselves; the rest of what every node may do is a list of rules.
// Upstream: plugin/pkg/auth/authorizer/node/node_authorizer.go

import type { PolicyRule, User } from '../../kinds/index.ts';
import type { Attributes, ResourceAttributes } from './attributes.ts';
import { allowedBy, noOpinion } from './authorizer.ts';
import type { Authorizer, Verdict } from './authorizer.ts';
import type { NeededKind, NodeRelations } from './node-relations.ts';
import { ruleAllows } from './rules.ts';

const userPrefix = 'system:node:';
const group = 'system:nodes';
const leaseNamespace = 'kube-node-lease';

const allowed = allowedBy('Node');
const nothingSaid = noOpinion();
const because = (reason: string): Verdict => noOpinion(() => reason);

export class NodeAuthorizer implements Authorizer {
  private readonly relations: NodeRelations;
  private readonly rules: readonly PolicyRule[];

  /** @param rules what every node may do: those of the ClusterRole system:node */
  constructor(relations: NodeRelations, rules: readonly PolicyRule[]) {
    this.relations = relations;
    this.rules = rules;
  }

  decide({ name, groups }: User, attributes: Attributes): Verdict {
    if (!name.startsWith(userPrefix) || !groups.includes(group)) return nothingSaid;
    const node = name.slice(userPrefix.length);
    if (node === '') return because(`unknown node for user ${JSON.stringify(name)}`);
    const own = attributes.type === 'path' ? undefined : this.aboutOwn(node, attributes);
    if (own) return own;
    return this.rules.some((rule) => ruleAllows(rule, attributes) === true) ? allowed : nothingSaid;
  }

  /** The verdict about a resource of which a node may not see everything; undefined for others. */
  private aboutOwn(node: string, asked: ResourceAttributes): Verdict | undefined {
    switch (`${asked.group}/${asked.resource}`) {
      case '/secrets': return this.readNeeded(node, 'secrets', asked);
      case '/configmaps': return this.readNeeded(node, 'configmaps', asked);
      case '/persistentvolumeclaims': return asked.subresource === 'status' ? this.updateStatus(node, asked) : this.getNeeded(node, 'persistentvolumeclaims', asked);
      case '/persistentvolumes': return this.getOne(node, asked, (name) => this.relations.usesVolume(node, name));
      case 'resource.k8s.io/resourceclaims': return this.getNeeded(node, 'resourceclaims', asked);
      case 'resource.k8s.io/resourceslices': return resourceSlice(node, asked);
      case 'storage.k8s.io/volumeattachments': return this.getOne(node, asked, (name) => this.relations.hasAttachment(node, name));
      case '/serviceaccounts': return asked.verb === 'get' && !asked.subresource ? this.getNeeded(node, 'serviceaccounts', asked) : this.createToken(node, asked);
      case 'coordination.k8s.io/leases': return lease(node, asked);
      case 'storage.k8s.io/csinodes': return csiNode(node, asked);
      case '/nodes': return ownNode(node, asked);
      case '/pods': return this.pods(node, asked);
      default: return undefined;
    }
  }

  private readNeeded(node: string, kind: NeededKind, asked: ResourceAttributes): Verdict {
    const { verb, subresource, namespace, name } = asked;
    if (verb !== 'get' && verb !== 'list' && verb !== 'watch') return because('can only read resources of this type');
    if (subresource) return because('cannot read subresource');
    if (!namespace) return because('can only read namespaced object of this type');
    return this.related(node, name, (wanted) => this.relations.needs(node, kind, namespace, wanted));
  }

  private getNeeded(node: string, kind: NeededKind, asked: ResourceAttributes): Verdict {
    return this.getOne(node, asked, (name) => this.relations.needs(node, kind, asked.namespace ?? '', name));
  }

  private getOne(node: string, { verb, subresource, name }: ResourceAttributes, isRelated: (name: string) => boolean): Verdict {
    if (verb !== 'get' || !name) return because('can only get individual resources of this type');
    if (subresource) return because('cannot get subresource');
    return this.related(node, name, isRelated);
  }

  private updateStatus(node: string, { verb, namespace = '', name }: ResourceAttributes): Verdict {
    if (verb !== 'update' && verb !== 'patch') return because('can only get/update/patch this type');
    return this.related(node, name, (wanted) => this.relations.needs(node, 'persistentvolumeclaims', namespace, wanted));
  }

  private createToken(node: string, { verb, subresource, namespace = '', name }: ResourceAttributes): Verdict {
    if (verb !== 'create' || subresource !== 'token' || !name) return because('can only create tokens for individual service accounts');
    return this.related(node, name, (wanted) => this.relations.needs(node, 'serviceaccounts', namespace, wanted));
  }

  private pods(node: string, asked: ResourceAttributes): Verdict | undefined {
    const { verb, subresource, namespace = '', name, nodeName } = asked;
    if (subresource) return undefined;
    if (verb === 'get') return this.related(node, name, (wanted) => this.relations.hasPod(node, namespace, wanted));
    if (verb !== 'list' && verb !== 'watch') return undefined;
    if (nodeName === node) return allowed;
    if (name) return this.related(node, name, (wanted) => this.relations.hasPod(node, namespace, wanted));
    return because('can only list/watch pods with spec.nodeName field selector');
  }

  private related(node: string, name: string | undefined, isRelated: (name: string) => boolean): Verdict {
    if (!name) return because('No Object name found');
    return isRelated(name) ? allowed : because(`no relationship found between node '${node}' and this object`);
  }
}

const ownVerbs: ReadonlySet<string> = new Set(['get', 'create', 'update', 'patch', 'delete']);

function lease(node: string, { verb, namespace, name }: ResourceAttributes): Verdict {
  if (!ownVerbs.has(verb)) return because('can only get, create, update, patch, or delete a node lease');
  if (namespace !== leaseNamespace) return because(`can only access leases in the ${JSON.stringify(leaseNamespace)} system namespace`);
  // What the new one is called, admission looks at.
  if (verb !== 'create' && name !== node) return because('can only access node lease with the same name as the requesting node');
  return allowed;
}

function csiNode(node: string, { verb, subresource, name }: ResourceAttributes): Verdict {
  if (!ownVerbs.has(verb)) return because('can only get, create, update, patch, or delete a CSINode');
  if (subresource) return because('cannot authorize CSINode subresources');
  if (verb !== 'create' && name !== node) return because('can only access CSINode with the same name as the requesting node');
  return allowed;
}

/** A node reads itself only; what it may write, and of whom, admission looks at. */
function ownNode(node: string, { verb, name }: ResourceAttributes): Verdict | undefined {
  if (verb !== 'get' && verb !== 'list' && verb !== 'watch') return undefined;
  if (name === node) return allowed;
  return because(`node '${node}' cannot read ${name ? `'${name}'` : 'all nodes'}, only its own Node object`);
}

function resourceSlice(node: string, { verb, subresource, nodeName, name }: ResourceAttributes): Verdict {
  if (subresource) return because('cannot access subresource');
  switch (verb) {
    case 'create': return allowed;
    case 'get':
    case 'update':
    case 'patch':
    case 'delete': return because(name ? `no relationship found between node '${node}' and this object` : 'No Object name found');
    case 'watch':
    case 'list':
    case 'deletecollection': return nodeName === node ? allowed : because('can only list/watch/deletecollection resourceslices with nodeName field selector');
    default: return because('only the following verbs are allowed for a ResourceSlice: get, watch, list, create, update, patch, delete, deletecollection');
  }
}
