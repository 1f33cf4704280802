// kubectl events.
// Upstream: k8s.io/kubectl pkg/cmd/events

import { TabWriter, getStyle, parseTime } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Event, ObjectList, WatchEvent } from '../../../kinds/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError, PlainError } from '../../core/errors.ts';
import { allNamespacesFlag, bool, chunkSizeFlag, printFlags, strings, text } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import type { AnyObject } from '../../core/object.ts';
import { eventAge } from '../../describers/events.ts';
import { listOf, operationPrinter } from '../../printers/output.ts';

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

function* fieldsFor(kubectl: Kubectl, word: string): Process<string> {
  const [type = '', name, ...rest] = word.split('/');
  if (name === undefined || rest.length > 0) throw new CommandError('--for must be in resource/name form');
  const mapping = (yield* kubectl.discovery()).find(type);
  if (!mapping) throw new PlainError(`the server doesn't have a resource type ${JSON.stringify(type)}`);
  return `involvedObject.kind=${mapping.kind},involvedObject.name=${name}`;
}

function isWanted(types: readonly string[], event: Event): boolean {
  return types.length === 0 || types.some((type) => type.toLowerCase() === (event.type ?? '').toLowerCase());
}

const seenMs = (event: Event): number => parseTime(event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? '') ?? 0;

function* runEvents(kubectl: Kubectl): Process {
  const { flags } = kubectl;
  const types = flags.list('types');
  if (types.some((type) => !['normal', 'warning'].includes(type.toLowerCase()))) throw new CommandError('valid --types are Normal or Warning');
  const word = flags.text('for');
  const fields = word === '' ? {} : { fieldSelector: yield* fieldsFor(kubectl, word) };
  const all = flags.bool('all-namespaces');
  const namespace = all ? undefined : kubectl.namespace;
  const list = (yield* kubectl.api.ask('list', { mapping: eventsResource, namespace, options: { ...fields, limit: 500 } })) as ObjectList<Event>;
  const found = list.items.filter((event) => isWanted(types, event)).toSorted((a, b) => seenMs(a) - seenMs(b));
  if (flags.text('output') !== '') {
    yield* kubectl.out(operationPrinter(kubectl, '')(listOf(found as unknown as readonly AnyObject[])));
    return;
  }
  if (found.length === 0 && !flags.bool('watch')) {
    yield* kubectl.err(all ? 'No events found.\n' : `No events found in ${kubectl.namespace} namespace.\n`);
    return;
  }
  const writer = new TabWriter(getStyle);
  if (!flags.bool('no-headers')) writer.write(`${[...(all ? ['NAMESPACE'] : []), 'LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'].join('\t')}\n`);
  for (const event of found) writer.write(line(kubectl, event, all));
  yield* kubectl.out(writer.flush());
  if (!flags.bool('watch')) return;
  const { stream } = yield* kubectl.api.stream('watch', { mapping: eventsResource, namespace, options: { ...fields, resourceVersion: list.metadata.resourceVersion } });
  try {
    for (let next = yield* stream.next(); next !== undefined; next = yield* stream.next()) {
      const change = next as WatchEvent<Event>;
      if ((change.type !== 'ADDED' && change.type !== 'MODIFIED') || !isWanted(types, change.object)) continue;
      writer.write(line(kubectl, change.object, all));
      yield* kubectl.out(writer.flush());
    }
  } finally {
    stream.cancel();
  }
}

function line(kubectl: Kubectl, event: Event, all: boolean): string {
  const { kind = '', name = '' } = event.involvedObject;
  const cells = [...(all ? [event.metadata.namespace] : []), eventAge(kubectl.wallMs, event), event.type ?? '', event.reason ?? '', `${kind}/${name}`, (event.message ?? '').trim()];
  return `${cells.join('\t')}\n`;
}
