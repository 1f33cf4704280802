import type { Process } from '../../kernel/index.ts';
import type { AnyKind, KubeObject } from '../../kinds/index.ts';
import type { Call } from '../request/call.ts';

/** A write on its way through admission. */
export interface Write {
  readonly call: Call;
  readonly name: string;
  readonly object: KubeObject;
  /** What is stored so far; undefined for a new object. */
  readonly previous: KubeObject | undefined;
}

/** One admission plugin: it may change what is written, or refuse it by throwing. */
export interface AdmissionPlugin {
  /** As kube-apiserver --enable-admission-plugins names it. */
  readonly name: string;
  /** Whether it looks at new objects of the kind. */
  handles(kind: AnyKind): boolean;
  admit(write: Write): Process<KubeObject>;
}

/** Whether the kind is the Pod. */
export function isPodKind(kind: AnyKind): boolean {
  return kind.kind === 'Pod' && kind.group === '';
}
