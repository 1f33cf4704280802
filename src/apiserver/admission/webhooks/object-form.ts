import { withFields } from '../../../base/index.ts';
import { DecodeError, PatchError, applyJsonPatch, decode, definitionOf, parseApiVersion } from '../../../kinds/index.ts';
import type { AnyKind, KubeInput, KubeObject, ObjectMeta } from '../../../kinds/index.ts';
import { internalError } from '../../failures.ts';
import type { Write } from '../plugin.ts';

/** An object as a webhook sees it: in the version that it asked for; a new one that may still change without what only the server says. */
export function formFor(write: Write, kind: AnyKind, object: KubeObject | undefined, mayPatch: boolean): KubeObject | undefined {
  if (!object) return undefined;
  const { view } = kind;
  const form = view && object.kind === write.call.kind.kind ? view.fromStored(object) : object;
  return mayPatch && isNew(write) ? withFields(form, { metadata: writtenPart(write, form.metadata) }) : form;
}

function isNew({ operation, subresource }: Write): boolean {
  return operation === 'CREATE' && subresource === undefined;
}

/** Metadata as the client wrote it: identity comes later. */
function writtenPart({ name }: Write, metadata: ObjectMeta): ObjectMeta {
  const { name: _name, uid: _uid, resourceVersion: _version, creationTimestamp: _created, generation: _generation, ...rest } = metadata;
  return { ...(name === '' ? {} : { name }), ...rest } as ObjectMeta;
}

/** The object that a webhook's patch makes, with everything defaulted again. Throws the answer to a patch that does not fit. */
export function patchedObject(write: Write, kind: AnyKind, object: KubeObject, patch: unknown): KubeObject {
  const shown = formFor(write, kind, object, true) ?? object;
  try {
    const patched = applyJsonPatch(shown, patch);
    const definition = definitionOf({ ...parseApiVersion(shown.apiVersion), kind: shown.kind });
    const { value } = definition === undefined ? { value: patched } : decode(definition, patched);
    return withIdentity(write, object, storedForm(write, kind, value as KubeInput));
  } catch (error) {
    if (!(error instanceof PatchError) && !(error instanceof DecodeError)) throw error;
    throw internalError(error.message);
  }
}

function storedForm({ call }: Write, kind: AnyKind, input: KubeInput): KubeInput {
  if (input.kind !== call.kind.kind) return input;
  return call.kind.defaults(kind.view ? kind.view.toStored(input) : input);
}

/** What the server said of a new object it still says. */
function withIdentity(write: Write, { metadata }: KubeObject, input: KubeInput): KubeObject {
  if (!isNew(write)) return withFields(input, { metadata: { ...metadata, ...input.metadata } }) as KubeObject;
  const { name, uid, resourceVersion, creationTimestamp, generation } = metadata;
  const own = { name: input.metadata?.name || name, uid, resourceVersion, creationTimestamp, ...(generation === undefined ? {} : { generation }) };
  return withFields(input, { metadata: { ...input.metadata, ...own } }) as KubeObject;
}
