// The kinds that every server of this cluster knows, in the order in which discovery lists them.

import type { AnyKind } from './define-kind.ts';
import { KindRegistry } from './kind-registry.ts';

/** Every kind; a further kind is its file and a line here. */
export const kinds: readonly AnyKind[] = [];

/** The registry of all built-in kinds. */
export const kindRegistry = new KindRegistry(kinds);
