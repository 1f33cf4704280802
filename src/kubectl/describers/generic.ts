// Objects of any other kind: all their fields, in words.
// Upstream: k8s.io/kubectl pkg/describe/describe.go genericDescriber

import { compareText, goText, isObject } from '../../base/index.ts';
import { mapAt, nameOf, namespaceOf } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import type { Describer } from './describer.ts';
import { describeEvents, eventsOf } from './events.ts';
import type { Page } from './page.ts';

const skipped = new Set(['.metadata.managedFields', '.metadata.name', '.metadata.namespace', '.metadata.labels', '.metadata.annotations']);
const acronyms = new Set(['API', 'GUID', 'OSB', 'UID', 'URL']);

/** `creationTimestamp` as `Creation Timestamp`, `apiVersion` as `API Version`, `podIPs` as `Pod I Ps`. */
export function fieldTitle(field: string): string {
  // A name with a digit in it is left as it is.
  if (/[^\p{L}-]/u.test(field)) return field;
  // Three capitals or more are an abbreviation, whatever follows: URLs, HTTPServer. Two are one only where nothing does.
  const parts = field.match(/[A-Z]{3,}[a-z]*|[A-Z]{2}(?![a-z])|[A-Z][a-z]*|[a-z]+|[^A-Za-z]+/g) ?? [];
  return parts.filter((part) => part !== '_').map((part) => {
    const upper = part.toUpperCase();
    // Letters that stand for words keep to what follows.
    return (acronyms.has(upper) ? upper : upper.charAt(0) + part.slice(1)) + (/^[A-Z]{2,}$/.test(part) ? '' : ' ');
  }).join('').trimEnd();
}

function describeFields(page: Page, level: number, content: AnyObject, prefix: string): void {
  for (const field of Object.keys(content).sort(compareText)) {
    const path = `${prefix}.${field}`;
    const value = content[field];
    if (skipped.has(path) || value === undefined) continue;
    const title = fieldTitle(field);
    if (isObject(value)) {
      page.line(level, `${title}:`);
      describeFields(page, level + 1, value, path);
    } else if (Array.isArray(value)) {
      page.line(level, `${title}:`);
      for (const item of value as readonly unknown[]) {
        if (isObject(item)) describeFields(page, level + 1, item, path);
        else page.line(level + 1, goText(item));
      }
    } else page.field(level, title, goText(value));
  }
}

export const describeAnything: Describer = function* describeAnything({ kubectl, page, withEvents }, object) {
  page.field(0, 'Name', nameOf(object));
  page.field(0, 'Namespace', namespaceOf(object));
  page.labels('Labels', mapAt(object, 'metadata', 'labels'));
  page.annotations('Annotations', mapAt(object, 'metadata', 'annotations'));
  describeFields(page, 0, object, '');
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};
