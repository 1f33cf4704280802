// kubectl events.
// Upstream: k8s.io/kubectl pkg/cmd/events

import { TabWriter, getStyle, parseTime } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Event, ObjectList, RequestOptions, WatchEvent } from '../../../kinds/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError, PlainError } from '../../core/errors.ts';
import { allNamespacesFlag, bool, chunkSizeFlag, printFlags, strings, text } from '../../core/flag.ts';
import { apiVersionText } from '../../core/discovery.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import type { AnyObject } from '../../core/object.ts';
import { eventAge } from '../../describers/events.ts';
import { checkOutput, operationPrinter, typedPrinter } from '../../printers/output.ts';

const eventsResource = { group: '', version: 'v1', resource: 'events' };

export const events: Command = {
  name: 'events', short: 'List events', usage: '[(-o|--output=)json|yaml|kyaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file] [--for TYPE/NAME] [--watch] [--types=Normal,Warning]',
  flags: [
    ...printFlags, allNamespacesFlag, chunkSizeFlag,
    text('for', 'Filter events to only those pertaining to the specified resource.'),
    bool('no-headers', "When using the default output format, don't print headers."),
    strings('types', 'Output only events of given types.'),
    bool('watch', 'After listing the requested events, watch for more events.', { short: 'w' }),
  ],
  run: runEvents,
};

/** Which events are of an object; a type without a name means all. */
function* fieldsFor(kubectl: Kubectl, word: string): Process<string> {
  const [type = '', name, ...rest] = word.split('/');
  if (name === undefined) throw new CommandError('--for must be in resource/name form');
  if (rest.length > 0) throw new CommandError('arguments in resource/name form may not have more than one slash');
  const mapping = (yield* kubectl.discovery()).find(type);
  if (!mapping) throw new PlainError(`the server doesn't have a resource type ${JSON.stringify(type)}`);
  return name === '' ? '' : `involvedObject.kind=${mapping.kind},involvedObject.apiVersion=${apiVersionText(mapping)},involvedObject.name=${name}`;
}

function isWanted(types: readonly string[], event: Event): boolean {
  return types.length === 0 || types.some((type) => type.toLowerCase() === (event.type ?? '').toLowerCase());
}

const seenMs = (event: Event): number => parseTime(event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? '') ?? 0;

function* runEvents(kubectl: Kubectl): Process {
  const { flags } = kubectl;
  const word = flags.text('for');
  const fieldSelector = word === '' ? '' : yield* fieldsFor(kubectl, word);
  checkOutput(kubectl);
  const types = flags.list('types');
  if (types.some((type) => !['normal', 'warning'].includes(type.toLowerCase()))) throw new CommandError('valid --types are Normal or Warning');
  const options = { ...(fieldSelector === '' ? undefined : { fieldSelector }), limit: 500 };
  if (flags.bool('watch')) return yield* watchEvents(kubectl, options, types);
  const all = flags.bool('all-namespaces');
  const list = (yield* kubectl.api.ask('list', { mapping: eventsResource, namespace: all ? undefined : kubectl.namespace, options })) as ObjectList<Event>;
  const found = list.items.filter((event) => isWanted(types, event)).toSorted((a, b) => seenMs(a) - seenMs(b));
  if (found.length === 0) return yield* kubectl.err(all ? 'No events found.\n' : `No events found in ${kubectl.namespace} namespace.\n`);
  const output = flags.text('output');
  // The printer of names finds none on a list that is typed.
  if (output === 'name') return;
  if (output !== '') return yield* kubectl.out(typedPrinter(kubectl, '')({ apiVersion: 'v1', kind: 'EventList', metadata: {}, items: found }));
  const table = new EventTable(kubectl);
  for (const event of found) table.add(event);
  yield* kubectl.out(table.flush());
}

/** Prints events as they come, beginning with those that are there. */
function* watchEvents(kubectl: Kubectl, options: RequestOptions, types: readonly string[]): Process {
  const isTable = kubectl.flags.text('output') === '';
  const table = new EventTable(kubectl);
  const { stream } = yield* kubectl.api.stream('watch', { mapping: eventsResource, namespace: kubectl.flags.bool('all-namespaces') ? undefined : kubectl.namespace, options });
  const limitMs = kubectl.api.timeoutMs;
  const deadlineMs = kubectl.nowMs + limitMs;
  try {
    for (;;) {
      const next = limitMs > 0 ? yield* stream.nextWithin(Math.max(0, deadlineMs - kubectl.nowMs)) : yield* stream.next();
      if (next === undefined) return;
      const { type, object } = next as WatchEvent<Event>;
      if ((type !== 'ADDED' && type !== 'MODIFIED') || !isWanted(types, object)) continue;
      if (isTable) table.add(object);
      yield* kubectl.out(isTable ? table.flush() : operationPrinter(kubectl, '')(object as unknown as AnyObject));
    }
  } finally {
    stream.cancel();
  }
}

/** The lines of events, which keep their columns from one to the next. */
class EventTable {
  readonly #writer = new TabWriter(getStyle);
  readonly #kubectl: Kubectl;
  readonly #hasNamespaces: boolean;

  constructor(kubectl: Kubectl) {
    this.#kubectl = kubectl;
    this.#hasNamespaces = kubectl.flags.bool('all-namespaces');
    if (!kubectl.flags.bool('no-headers')) this.#write([...(this.#hasNamespaces ? ['NAMESPACE'] : []), 'LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE']);
  }

  add(event: Event): void {
    const { kind = '', name = '' } = event.involvedObject;
    this.#write([...(this.#hasNamespaces ? [event.metadata.namespace] : []), eventAge(this.#kubectl.wallMs, event), event.type ?? '', event.reason ?? '', `${kind}/${name}`, (event.message ?? '').trim()]);
  }

  /** What has been added since, in columns. */
  flush(): string {
    return this.#writer.flush();
  }

  #write(cells: readonly (string | undefined)[]): void {
    this.#writer.write(`${cells.join('\t')}\n`);
  }
}
