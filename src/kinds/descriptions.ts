// What Kubernetes says of its types and fields, in its own words.

import { Late } from '../base/index.ts';

type Descriptions = Readonly<Record<string, readonly [own: string, fields: Readonly<Record<string, string>>]>>;

/** All of it as JSON: far more text than the rest of the kinds. */
export const descriptionsText = new Late<string>('the text of the descriptions');

let read: Descriptions | undefined;

/** What is said of a definition, or of one of its fields; undefined where nothing is. */
export function descriptionOf(definition: string | undefined, field?: string): string | undefined {
  if (definition === undefined) return undefined;
  read ??= JSON.parse(descriptionsText.get()) as Descriptions;
  const [own, fields] = read[definition] ?? ['', {}];
  return (field === undefined ? own : fields[field]) || undefined;
}
