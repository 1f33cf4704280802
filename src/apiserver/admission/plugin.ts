import type { Process } from '../../kernel/index.ts';
import type { AnyKind, ApiError, KubeObject } from '../../kinds/index.ts';
import { forbidden } from '../failures.ts';
import type { Call } from '../request/call.ts';
import type { ServerContext } from '../server-context.ts';
import type { Reinvocation } from './reinvocation.ts';

/** What a write does, in the words of AdmissionReview. CONNECT is exec, attach, port-forward and proxy. */
export type Operation = 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';

/** A write on its way through admission. */
export interface Write {
  readonly call: Call;
  readonly operation: Operation;
  /** `status`, `binding`, `exec`; undefined for a write of the object itself. */
  readonly subresource: string | undefined;
  /** What the request names; empty where a name is still to be made up, and for each object of a deleted collection. */
  readonly name: string;
  /** What is to be stored, or what the subresource was given (a Binding, PodExecOptions); undefined for DELETE. */
  readonly object: KubeObject | undefined;
  /** What is stored so far; undefined for CREATE and CONNECT. */
  readonly previous: KubeObject | undefined;
  /** In the first phase, where a plugin wants to see again what others changed after it. */
  readonly reinvocation?: Reinvocation;
}

/** Where plugins are looked up: what does not change from one write of a kind to the next. */
export interface Target {
  readonly kind: AnyKind;
  readonly operation: Operation;
  readonly subresource: string | undefined;
}

/**
 * One admission plugin. `mutate` sees what the client wrote with its defaults, before the kind's last touch and validation;
 * `validate` sees what would be stored, and changes nothing. Either refuses by throwing an ApiError. Whether a dry run is asked for stands in `write.call.request.options.dryRun`.
 */
export interface AdmissionPlugin {
  /** As kube-apiserver --enable-admission-plugins names it. */
  readonly name: string;
  /** Whether it looks at such writes at all: asked once, so it costs the others nothing. */
  handles(target: Target): boolean;
  /** Whether nothing in the cluster gives it work just now: asked for each write, so it must be cheap. */
  isIdle?(server: ServerContext): boolean;
  /** Whether the first phase begins once more when the plugin says so, by `write.reinvocation`. */
  readonly reinvokes?: true;
  /** The object as it is to be; undefined leaves it as it is. */
  mutate?(write: Write): Process<KubeObject | undefined>;
  validate?(write: Write): Process;
}

/** The answer of a plugin that does not want a write: `pods "web" is forbidden: …` */
export function refusal({ call, name, object }: Write, why: string): ApiError {
  return forbidden(call.kind.gvr, name || object?.metadata.generateName || object?.metadata.name || 'Unknown', why);
}

/** Sends a warning with the answer, once however often the write is tried. */
export function warn({ call }: Write, text: string): void {
  if (!call.warnings.includes(text)) call.warnings.push(text);
}

/** Whether the kind is the Pod. */
export function isPodKind(kind: AnyKind): boolean {
  return kind.kind === 'Pod' && kind.group === '';
}

/** Whether a write makes or changes an object of a kind, not one of its subresources. */
export function isObjectWrite({ operation, subresource }: Target): boolean {
  return subresource === undefined && (operation === 'CREATE' || operation === 'UPDATE');
}

/** Whether a write makes an object of a kind. */
export function isCreation({ operation, subresource }: Target): boolean {
  return subresource === undefined && operation === 'CREATE';
}
