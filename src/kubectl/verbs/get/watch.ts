// kubectl get -w: what is there, then every change as it comes.
// Upstream: k8s.io/kubectl pkg/cmd/get/get.go watch

import { goJson } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { NetworkError } from '../../../network/index.ts';
import { ApiError } from '../../../kinds/index.ts';
import type { RequestOptions, Status, WatchEvent } from '../../../kinds/index.ts';
import type { Mapping } from '../../core/discovery.ts';
import { CommandError } from '../../core/errors.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { listAt, textAt } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import type { ObjectPrinter } from '../../printers/output.ts';
import { TablePrinter, asTable } from '../../printers/table.ts';
import type { Target } from '../../resources/builder.ts';
import { getNamed, listOptions, listError } from '../../resources/fetch.ts';
import { operating } from '../../core/errors.ts';
import { tableOptions, tableSource } from './table-options.ts';

type Show = (body: unknown, event: string) => string;

/** Prints what is there and then what changes, until the server or the time limit ends it. */
export function* watchTarget(kubectl: Kubectl, targets: readonly Target[], printer: ObjectPrinter | undefined): Process {
  const [target] = targets;
  if (target?.type === 'error') throw target.error;
  if (targets.length > 1) yield* refuseMissing(kubectl, targets);
  if (!target || targets.length > 1) throw new CommandError('watch is only supported on individual resources and resource collections - more than 1 resource was found');
  const { mapping, namespace } = target;
  const startMs = kubectl.nowMs;
  const show = shower(kubectl, mapping, printer);
  const as = printer ? 'object' : tableSource(kubectl);
  const selects: RequestOptions = target.type === 'list' ? listOptions(target, 0) : { fieldSelector: `metadata.name=${target.name}` };
  let first: unknown;
  try {
    first = target.type === 'list'
      ? yield* kubectl.api.ask('list', { mapping, namespace, options: selects, as })
      : yield* getNamed(kubectl, { mapping, namespace, name: target.name, as });
  } catch (error) {
    throw target.type === 'list' ? listError(operating(error), target) : error;
  }
  if (kubectl.flags.text('sort-by') !== '') yield* kubectl.err('warning: --watch requested, --sort-by will be ignored for watch events received\n');
  if (!kubectl.flags.bool('watch-only')) for (const object of as === 'object' ? objectsOf(mapping, first) : [first]) yield* kubectl.out(show(object, 'ADDED'));
  const { stream } = yield* kubectl.api.stream('watch', { mapping, namespace, options: { ...selects, resourceVersion: versionOf(first) }, as });
  const limitMs = kubectl.api.timeoutMs;
  try {
    for (;;) {
      const event = (limitMs > 0 ? yield* stream.nextWithin(Math.max(0, startMs + limitMs - kubectl.nowMs)) : yield* stream.next()) as WatchEvent | undefined;
      if (!event) return;
      if (event.type === 'BOOKMARK') continue;
      if (event.type === 'ERROR') throw new ApiError(event.object as Status);
      yield* kubectl.out(show(event.object, event.type));
    }
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw new CommandError('an error on the server ("unable to decode an event from the watch stream: http2: client connection lost") has prevented the request from succeeding');
  } finally {
    stream.cancel();
  }
}

/** Whether all that was named is there is asked before how much it is. */
function* refuseMissing(kubectl: Kubectl, targets: readonly Target[]): Process {
  for (const target of targets) {
    if (target.type !== 'list' && target.type !== 'error') yield* getNamed(kubectl, { mapping: target.mapping, namespace: target.namespace, name: target.name });
  }
}

function objectsOf(mapping: Mapping, body: unknown): readonly unknown[] {
  const object = body as AnyObject;
  if (!Array.isArray(object['items'])) return [object];
  const apiVersion = mapping.group === '' ? mapping.version : `${mapping.group}/${mapping.version}`;
  return listAt(object, 'items').map((item) => ({ apiVersion, kind: mapping.kind, ...(item as AnyObject) }));
}

/** Where the watch is to begin: the list's version, or that of the only object. */
function versionOf(body: unknown): string {
  return textAt(body, 'metadata', 'resourceVersion') || textAt(body, 'rows', 0, 'object', 'metadata', 'resourceVersion');
}

function shower(kubectl: Kubectl, mapping: Mapping, printer: ObjectPrinter | undefined): Show {
  const withEvents = kubectl.flags.bool('output-watch-events');
  if (!printer) {
    const table = new TablePrinter({ ...tableOptions(kubectl, mapping, false), withEvents });
    return (body, event) => {
      table.add(asTable(body, kubectl.wallMs), event);
      return table.flush();
    };
  }
  const format = withEvents ? kubectl.flags.text('output') : 'name';
  switch (format) {
    case 'name': return (body) => printer(body as AnyObject);
    // An event as JSON is a line, as the server sends it.
    case 'json': return (body, event) => `{"type":${goJson(event)},"object":${goJson(body)}}\n`;
    default: return (body, event) => printer({ type: event, object: body });
  }
}
