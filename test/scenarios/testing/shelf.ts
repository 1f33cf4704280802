// A world with objects of nearly all kinds in it.

import { readFileSync, readdirSync } from 'node:fs';
import yaml from 'js-yaml';
import { ApiWorld } from '../../../src/apiserver/testing/api-world.ts';
import type { AnyKind, ApiReply, KubeInput, KubeObject, ResourceRequest } from '../../../src/kinds/index.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Objects that a real server was asked to store, and some of the kinds that are used most. */
function readSamples(): readonly KubeInput[] {
  const answers = new URL('../../../src/kinds/testdata/answers/', import.meta.url);
  const recorded = readdirSync(answers).flatMap((name) =>
    (JSON.parse(readFileSync(new URL(name, answers), 'utf8')) as readonly { readonly object: KubeInput; readonly stored?: unknown }[]).filter(({ stored }) => stored !== undefined));
  const written = yaml.loadAll(readFileSync(new URL('../testdata/common-objects.yaml', import.meta.url), 'utf8'), undefined, { schema: yaml.JSON_SCHEMA });
  return [...(written as readonly KubeInput[]), ...recorded.map(({ object }) => object)];
}

/** A world with the samples in it, each under a name of its own. */
export class Shelf {
  readonly world = new ApiWorld();
  readonly objects: readonly KubeObject[];

  /** @param verb how they were made; by `apply` all their fields are the manager's that is called test */
  constructor(verb: 'create' | 'apply') {
    const stored: KubeObject[] = [];
    for (const [index, sample] of readSamples().entries()) {
      const { name = 'x' } = sample.metadata ?? {};
      // Names with dots say what the object is about.
      const body = { ...sample, metadata: { ...sample.metadata, name: name.includes('.') || name === 'default' ? name : `${name}-${index}` } };
      const reply = verb === 'create' ? this.ask('create', body) : this.apply(body);
      // Samples that stand in each other's way: the first is enough.
      if (reply.code < 300) stored.push(reply.body as KubeObject);
      if (sample.kind === 'CustomResourceDefinition') this.world.pass(100);
    }
    this.objects = stored;
  }

  kindOf({ apiVersion, kind }: Pick<KubeInput, 'apiVersion' | 'kind'>): AnyKind {
    const found = this.world.server.context.kinds.byKind(apiVersion, kind);
    if (!found) throw new Error(`no kind ${apiVersion} ${kind}`);
    return found;
  }

  /** A request about an object. */
  ask(verb: ResourceRequest['verb'], object: KubeInput, rest: Partial<ResourceRequest> = {}): ApiReply {
    const { gvr: { group, resource }, version, namespaced } = this.kindOf(object);
    const { name = '' } = object.metadata ?? {};
    const { namespace: _, ...request } = this.world.request(verb, resource, { group, version, ...(verb === 'create' ? {} : { name }), ...(verb === 'create' || verb === 'update' ? { body: object } : {}), ...rest });
    return this.world.send(namespaced ? { ...request, namespace: 'default' } : request);
  }

  apply(object: KubeInput, more: Partial<ResourceRequest['options']> = {}): ApiReply {
    return this.ask('patch', object, { patchType: 'apply', body: object, options: { fieldManager: 'test', force: true, ...more } });
  }

  /** The object as it is now. */
  now(object: KubeObject): KubeObject {
    return this.ask('get', object).body as KubeObject;
  }
}

/** What a manager applies that wants the object as it is: without what is the server's. */
export function configurationOf({ metadata: { name, namespace, labels, annotations, finalizers }, ...rest }: KubeObject): KubeObject {
  const { status: _, ...fields } = rest as unknown as Fields;
  return { ...fields, metadata: JSON.parse(JSON.stringify({ name, namespace, labels, annotations, finalizers })) as KubeObject['metadata'] } as unknown as KubeObject;
}
