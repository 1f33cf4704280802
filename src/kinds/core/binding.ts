// Binding: that a Pod is to run on a node. It is only ever written.
// Upstream: pkg/registry/core/pod/storage/storage.go LegacyBindingREST

import { defineKind } from '../define-kind.ts';
import type { Binding, BindingInput } from '../generated/types.ts';
import type { KubeObject } from '../object.ts';

/** How Bindings are named; what they do is the server's to know. */
export const bindingKind = defineKind<BindingInput, Binding & KubeObject>({ group: '', version: 'v1', kind: 'Binding' });
