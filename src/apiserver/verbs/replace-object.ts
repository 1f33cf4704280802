import { deepEqual, formatTime, withFields } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { AnyKind, FieldError, KubeInput, KubeObject, ManagerEntries } from '../../kinds/index.ts';
import { mutateUpdate, validateUpdate } from '../admission/object-update.ts';
import type { Attributes } from '../authorization/attributes.ts';
import { forbiddenTo } from '../authorization/forbidden.ts';
import { givesPermissions, refuseEscalation } from '../authorization/escalation.ts';
import { tracked, withEntries, withoutNewDates } from '../managed-fields/account.ts';
import { notFound } from '../failures.ts';
import type { Call } from '../request/call.ts';
import { notePassage } from '../request/passage.ts';
import { recordRefusal } from '../request/refusal.ts';
import type { ServiceClaims } from '../services/service-claims.ts';
import { claimForUpdate, claimsOf, releaseAfterUpdate, withClaims } from '../services/service-writes.ts';
import { guaranteedUpdate } from '../storage/guaranteed-update.ts';
import type { Change, Updated } from '../storage/guaranteed-update.ts';
import { grantedAccessErrors } from './admin-access.ts';
import { checkIdentity } from './identity.ts';
import { refuseInvalid } from './refuse-invalid.ts';
import { afterAdmission, withoutTwinOwners } from './twin-owners.ts';
import { partOf, validateChanged } from './validate.ts';
import { applyInput } from './written-part.ts';

/** An object as a client writes it. */
export interface Written {
  readonly input: KubeInput;
  /** Who manages which fields of it, where that is not to be found out by comparing. */
  readonly entries?: ManagerEntries;
}

/** Makes what is to be stored, as a client writes it, from what is stored. */
export type MakeInput = (current: KubeObject) => Written;
/** Makes an object that is not there. */
export type MakeMissing = (claims: ServiceClaims | undefined) => Process<KubeObject>;

/** Replaces an object by what `make` makes of it, as often as others are faster; `makeMissing` makes one that is not there. */
export function* replaceObject(call: Call, make: MakeInput, makeMissing?: MakeMissing): Process<Updated> {
  const { name = '', options } = call.request;
  const claims = claimsOf(call);
  const change = new Replacement(call, claims, make, makeMissing);
  const updated = yield* withClaims(claims, guaranteedUpdate(call, name, change));
  if (claims && change.previous && options.dryRun !== true) yield* releaseAfterUpdate(call, updated.object, change.previous);
  call.warnings.push(...change.warnings);
  return updated;
}

class Replacement implements Change {
  /** What the last attempt found. */
  previous: KubeObject | undefined;
  warnings: readonly string[] = [];
  private readonly call: Call;
  private readonly claims: ServiceClaims | undefined;
  private readonly makeInput: MakeInput;
  private readonly makeMissing: MakeMissing | undefined;

  constructor(call: Call, claims: ServiceClaims | undefined, makeInput: MakeInput, makeMissing: MakeMissing | undefined) {
    this.call = call;
    this.claims = claims;
    this.makeInput = makeInput;
    this.makeMissing = makeMissing;
  }

  *make(stored: KubeObject | undefined): Process<KubeObject> {
    const { call, claims } = this;
    const { kind, request, spoken: { view } } = call;
    const current = stored && view?.found ? view.found(stored) : stored;
    const { name = '' } = request;
    this.previous = current;
    if (!current && this.makeMissing) {
      const made = yield* this.makeMissing(claims);
      refuseCreation(call);
      return made;
    }
    if (!current) throw notFound(call.spoken.gvr, name);
    const { input, entries } = this.makeInput(current);
    checkIdentity(call, input.metadata ?? {}, current);
    call.server.passages.begin(call, current);
    const { object: written, said } = applyInput(call, input, current);
    const next = entries ? withEntries(written, entries) : tracked(call, written, current, input.metadata?.managedFields, said);
    notePassage(call, 'completed', next);
    const admitted = withoutTwinOwners(call, yield* mutateUpdate(call, next, current), afterAdmission);
    if (givesPermissions(call)) refuseEscalation(call, admitted, current);
    const claimed = claims ? yield* claimForUpdate(claims, admitted, current) : admitted;
    const ready = prepared(call, claimed, current);
    refuseInvalid(call, name, wrongWith(call, ready, current));
    notePassage(call, 'prepared', ready);
    yield* validateUpdate(call, ready, current);
    if (request.subresource === undefined || kind.custom) this.warnings = kind.warnings?.(ready, current) ?? [];
    return entries ? withoutNewDates(ready, current) : ready;
  }
}

function wrongWith(call: Call, next: KubeObject, current: KubeObject): readonly FieldError[] {
  const errors = validateChanged(call, next, current);
  const ofAccess = call.request.subresource === 'status' ? grantedAccessErrors(call, next, current) : [];
  return ofAccess.length === 0 ? errors : [...ofAccess, ...errors];
}

/** Who writes what is not there makes it, and has to be allowed to. Upstream: k8s.io/apiserver endpoints/handlers/create.go withAuthorization */
function refuseCreation(call: Call): void {
  const { server, user, request: { group, resource, namespace, name } } = call;
  const attributes: Attributes = { type: 'resource', verb: 'create', group, resource, namespace, name };
  const verdict = server.authorizer.decide(user, attributes);
  if (verdict.isAllowed) return;
  const refusal = forbiddenTo(user, attributes, verdict.reason());
  recordRefusal(call, 'authorization', refusal);
  throw refusal;
}

/** The kind's last touch, and the count of changes. */
function prepared(call: Call, next: KubeObject, current: KubeObject): KubeObject {
  const { kind, request } = call;
  if (request.subresource === 'status') return kind.prepareForStatusUpdate?.(next, current, formatTime(call.server.kernel.wallMs)) ?? next;
  const ready = (partOf(kind, request.subresource) ? undefined : kind.prepareForUpdate?.(next, current, formatTime(call.server.kernel.wallMs))) ?? next;
  if (!hasNewGeneration(kind, ready, current)) return ready;
  return withFields(ready, { metadata: withFields(ready.metadata, { generation: (current.metadata.generation ?? 0) + 1 }) });
}

function hasNewGeneration(kind: AnyKind, next: KubeObject, current: KubeObject): boolean {
  if (kind.generation === undefined) return false;
  return kind.generation === 'spec' ? !deepEqual(next.spec, current.spec) : kind.generation(next, current);
}
