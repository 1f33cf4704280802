// The cells that the tables of many kinds share.
// Upstream: pkg/printers/internalversion

import { compareText, humanDuration, parseTime } from '../base/index.ts';
import type { CellValue, Column } from './define-kind.ts';
import type { PodSpec } from './generated/types.ts';
import type { KubeObject } from './object.ts';

/** How long ago a moment was, as kubectl shows it; no moment is `<unknown>`. */
export function age(time: string | null | undefined, nowMs: number): string {
  const ms = time ? parseTime(time) : undefined;
  return ms === undefined ? '<unknown>' : humanDuration(nowMs - ms);
}

/** The Name column. */
export const nameColumn: Column<KubeObject> = { name: 'Name', type: 'string', format: 'name', cell: ({ metadata }) => metadata.name };

/** The Name column of classes, which marks the one that is taken where none is named. */
export function classNameColumn(isDefault: (object: KubeObject) => boolean): Column<KubeObject> {
  return { ...nameColumn, cell: (object) => (isDefault(object) ? `${object.metadata.name} (default)` : object.metadata.name) };
}

/** The Age column. */
export const ageColumn: Column<KubeObject> = {
  name: 'Age', type: 'string', cell: ({ metadata }, nowMs) => age(metadata.creationTimestamp, nowMs),
};

/** The column of kinds that show when they were made instead of how long ago. */
export const createdColumn: Column<KubeObject> = { name: 'Created At', type: 'date', cell: ({ metadata }) => metadata.creationTimestamp };

/** A column of text. */
export function textColumn<Stored>(name: string, cell: (object: Stored, nowMs: number) => CellValue): Column<Stored> {
  return { name, type: 'string', cell };
}

/** A column of text that only `-o wide` shows. */
export function wideColumn<Stored>(name: string, cell: (object: Stored, nowMs: number) => CellValue): Column<Stored> {
  return { name, type: 'string', wide: true, cell };
}

/** A column of whole numbers. */
export function countColumn<Stored>(name: string, cell: (object: Stored) => number): Column<Stored> {
  return { name, type: 'integer', cell };
}

/** The names of a spec's containers. */
export function containerNames(spec: PodSpec): string {
  return spec.containers.map((container) => container.name).join(',');
}

/** The images of a spec's containers. */
export function containerImages(spec: PodSpec): string {
  return spec.containers.map((container) => container.image).join(',');
}

/** The columns of whatever makes Pods: which containers they have, of which images. */
export function containerColumns<Stored>(podSpecOf: (object: Stored) => PodSpec): readonly Column<Stored>[] {
  return [
    wideColumn('Containers', (object) => containerNames(podSpecOf(object))),
    wideColumn('Images', (object) => containerImages(podSpecOf(object))),
  ];
}

/** The first three of a list, and how many more there are; `nothing` when there is none. */
export function firstThree(items: readonly string[], nothing: string): string {
  const shown = items.slice(0, 3).join(',');
  if (items.length > 3) return `${shown} + ${items.length - 3} more...`;
  return shown === '' ? nothing : shown;
}

/** What a load balancer's status names: addresses before host names, sorted, each once. */
export function balancerAddresses(ingress: readonly { readonly ip?: string; readonly hostname?: string }[] | undefined): string {
  const named = (ingress ?? []).map(({ ip, hostname }) => ip || hostname || '').filter((text) => text !== '');
  return [...new Set(named)].sort(compareText).join(',');
}
