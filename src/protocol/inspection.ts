import type { EntityId } from './ids.ts';
import type { Phrase } from './phrases.ts';
import type { EventRow } from './tables.ts';

/**
 * Everything the inspector shows of the selected thing. Sent after `select` and again, at most five times a second of wall
 * time, when something in it changed. `id` tells whether it still answers the selection.
 */
export interface Inspection {
  readonly type: 'inspection';
  readonly id: EntityId;
  /** False: it is gone (or never was); what is known of its past is still here. */
  readonly exists: boolean;
  /** `Pod`, `API request`, `Machine`, `Message`: the small line above the name. */
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  /** What is so, in one or two sentences. */
  readonly sentence: readonly Phrase[];
  /** The chain of causes, oldest first. */
  readonly why: readonly WhyStep[];
  /** Spec against status, conditions, addresses …, grouped. */
  readonly state: readonly StateGroup[];
  /** The object as `kubectl get -o yaml` prints it; requests and messages have their body here. */
  readonly yaml?: string;
  /** Who manages which fields of the object, as its metadata.managedFields say. */
  readonly managers?: readonly FieldManager[];
  /** For requests: the answer's body. */
  readonly response?: string;
  readonly events: readonly EventRow[];
  readonly related: readonly Relation[];
  /** The command that shows the same. */
  readonly kubectl: string;
  /** The server's words when the selection is a refusal, and what to do. */
  readonly error?: { readonly text: string; readonly code: number; readonly reason: string; readonly causes: readonly RefusalCause[] };
  /** For requests: their way through the API server, stage by stage. */
  readonly stages?: readonly RequestStage[];
}

/** One of the causes in the details of a Status. */
export interface RefusalCause {
  /** `FieldValueRequired`, `FieldManagerConflict` … */
  readonly reason: string;
  readonly field: string;
  readonly message: string;
}

/** One of the stages that a request passes in the API server, in their order. */
export interface RequestStage {
  readonly stage: 'authentication' | 'impersonation' | 'authorization' | 'decoding' | 'mutating' | 'validation' | 'validating' | 'storage' | 'watch';
  /** `open`: it is there now; `later`: it has not come so far; `never`: it was refused before. */
  readonly verdict: 'passed' | 'refused' | 'open' | 'later' | 'never';
  /** Who decided: `service account token`, `RBAC`, `LimitRanger`. */
  readonly by: string;
  readonly says: readonly Phrase[];
  /** What was changed here, and by whom. */
  readonly changes: readonly StageChange[];
  /** What can be done about a refusal. */
  readonly ways: readonly Phrase[];
}

/** What one of those who work at a stage made of the object. */
export interface StageChange {
  /** An admission plugin's name; '' when the stage itself did it. */
  readonly by: string;
  /** A unified diff of the YAML, without its head. */
  readonly diff: string;
}

/** Somebody who owns fields of an object. */
export interface FieldManager {
  readonly name: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  /** When the set of its fields last changed, RFC 3339. */
  readonly time?: string;
  readonly subresource?: string;
  /** The set in the form of FieldsV1: `{"f:spec": {"f:replicas": {}}}`. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** One link of the chain of causes. */
export interface WhyStep {
  /** `trace/<n>`; clickable. */
  readonly id: EntityId;
  readonly atMs: number;
  readonly when: 'past' | 'now' | 'next';
  /** Who did it: `You`, `kube-apiserver`, `kubelet worker-2`, `scheduler → kube-apiserver`. `You` is said as phrase key by the page. */
  readonly actor: string;
  readonly byHand: boolean;
  readonly text: readonly Phrase[];
  readonly detail?: Phrase;
  /** The line that the chain begins at. */
  readonly source?: { readonly file: string; readonly line: number; readonly text: string };
  /** The command, when a person typed one. */
  readonly command?: string;
  /** What a click selects besides the step itself. */
  readonly about?: EntityId;
  /** This step stands for so many that are folded away. */
  readonly folded?: readonly WhyStep[];
  /** The two ends, when the step is a hop: for the control loop's diagram. */
  readonly hop?: { readonly from: EntityId; readonly to: EntityId };
}

/** A group of facts in the State tab. */
export interface StateGroup {
  /** Kubernetes' own word where there is one: `Conditions`, `Containers`, `Spec`; shown as it is. */
  readonly title: string;
  readonly rows: readonly StateRow[];
}

/** A fact: what is, and what is wanted when that is a different thing. */
export interface StateRow {
  readonly name: string;
  readonly value: string;
  readonly wanted?: string;
  readonly verdict?: 'good' | 'bad' | 'waiting';
  readonly about?: EntityId;
}

/** Another thing that belongs to the selected one. */
export interface Relation {
  readonly relation:
    | 'owner' | 'owns' | 'node' | 'service' | 'endpoint' | 'uses' | 'usedBy' | 'selects' | 'selectedBy' | 'machine' | 'process' | 'message';
  readonly id: EntityId;
  readonly note?: string;
}
