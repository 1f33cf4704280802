// Sending one new object, as create and its generators do.

import type { Process } from '../../../kernel/index.ts';
import { definitionOf } from '../../../kinds/index.ts';
import type { RequestOptions } from '../../../kinds/index.ts';
import { CommandError } from '../../core/errors.ts';
import type { Mapping } from '../../core/discovery.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { at, withField } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { recorded } from '../../core/recording.ts';
import { withLastApplied, withLastAppliedAs } from '../../patch/last-applied.ts';
import { dryRunOf } from '../../printers/output.ts';

/** How the server is to look for unknown fields. */
export function fieldValidation(kubectl: Kubectl): 'Ignore' | 'Strict' | 'Warn' {
  const given = kubectl.flags.has('validate') ? kubectl.flags.text('validate') : 'strict';
  switch (given) {
    case 'strict':
    case 'true': return 'Strict';
    case 'warn': return 'Warn';
    case 'false':
    case 'ignore': return 'Ignore';
    default: throw new CommandError(`invalid - validate option ${JSON.stringify(given)}; must be one of: strict (or true), warn, ignore (or false)`);
  }
}

/** The options of a write: who writes, whether only to try, how strictly fields are read. */
export function writeOptions(kubectl: Kubectl): RequestOptions {
  return {
    ...(kubectl.flags.has('field-manager') ? { fieldManager: kubectl.flags.text('field-manager') } : undefined),
    ...(dryRunOf(kubectl) === 'server' ? { dryRun: true } : undefined),
  };
}

/** An object as it is sent to be created: without the version that it has elsewhere. */
export const asNew = (object: AnyObject): AnyObject => (at(object, 'metadata', 'resourceVersion') === undefined ? object : withField(object, ['metadata', 'resourceVersion'], undefined));

/** Creates an object unless this is a client's dry run; gives what the server made of it. @param save keeps what is created in an annotation */
export function* createObject(kubectl: Kubectl, mapping: Mapping, namespace: string | undefined, given: AnyObject, save = withLastApplied): Process<AnyObject> {
  const saves = kubectl.flags.has('save-config') && kubectl.flags.bool('save-config');
  const object = recorded(kubectl, saves ? save(given) : given);
  const validation = fieldValidation(kubectl);
  if (dryRunOf(kubectl) === 'client') return object;
  const body = asNew(object);
  const options = { ...writeOptions(kubectl), fieldValidation: validation };
  return (yield* kubectl.api.ask('create', { mapping, namespace, body, options })) as AnyObject;
}

/** The same for an object that kubectl has made itself: what is kept of it has the fields in the order of the type. */
export function* createMade(kubectl: Kubectl, mapping: Mapping, namespace: string | undefined, made: AnyObject): Process<AnyObject> {
  const definition = definitionOf(mapping);
  return yield* createObject(kubectl, mapping, namespace, made, definition === undefined ? undefined : (object) => withLastAppliedAs(definition, object));
}

/** The same where a client's dry run keeps nothing of it. */
export function* createUnlessDry(kubectl: Kubectl, mapping: Mapping, namespace: string | undefined, made: AnyObject): Process<AnyObject> {
  return dryRunOf(kubectl) === 'client' ? recorded(kubectl, made) : yield* createMade(kubectl, mapping, namespace, made);
}
