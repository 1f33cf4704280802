// One watch of etcdctl: prints what comes, and runs a command for each event.
// Upstream: etcdctl/ctlv3/command/watch_command.go (printWatchCh)

import { quote } from '../../../base/index.ts';
import { EtcdError, WatchCompactedError } from '../../../etcd/index.ts';
import type { EtcdWatch, KeyRange, StoreEvent, WatchResponse } from '../../../etcd/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Etcdctl } from '../etcdctl.ts';
import { ExitError } from '../exit.ts';
import { execute } from '../execute.ts';
import { headerFields, headerJson, keyValueFields, keyValueJson, keyValueText } from '../print/answers.ts';
import type { Field, Forms, Style } from '../print/forms.ts';
import { valueText } from '../print/values.ts';

/** A watch as it is asked for. */
export interface Wish {
  readonly range: KeyRange;
  readonly startRevision: number;
  readonly prevKv: boolean;
  readonly progressNotify: boolean;
  /** Run for each event; none when empty. */
  readonly command: readonly string[];
}

/** What a watch delivers; the end of one that began too early says from where it could have. */
interface Shown {
  readonly response: WatchResponse;
  readonly compactRevision: number;
  readonly isCanceled: boolean;
}

const watchForms: Forms<Shown> = {
  simple: ({ response }, style) => response.events.map(({ type, kv, prevKv }) => `${type}\n${prevKv ? keyValueText(prevKv, style) : ''}${keyValueText(kv, style)}`).join(''),
  json: ({ response, compactRevision, isCanceled }) => ({
    Header: headerJson(response.header),
    Events: response.events.map(({ type, kv, prevKv }) => ({ type: type === 'DELETE' ? 1 : undefined, kv: keyValueJson(kv), prev_kv: prevKv && keyValueJson(prevKv) })),
    CompactRevision: compactRevision,
    Canceled: isCanceled,
    Created: false,
  }),
  fields: ({ response }, style) => [...headerFields(response.header, style), ...response.events.flatMap((event) => eventFields(event, style))],
};

function eventFields({ type, kv, prevKv }: StoreEvent, style: Style): readonly Field[] {
  return [['Type', type], ...(prevKv ? keyValueFields(prevKv, style, 'Prev') : []), ...keyValueFields(kv, style)];
}

/** Prints what the watch delivers until the server cancels it. */
export function* follow(etcdctl: Etcdctl, watch: EtcdWatch, command: readonly string[]): Process {
  try {
    for (let response = yield* watch.next(); response; response = yield* watch.next()) yield* show(etcdctl, response, command);
  } catch (error) {
    if (!(error instanceof EtcdError)) throw error;
    yield* etcdctl.err(`watch was canceled (${error.message})\n`);
    if (etcdctl.format === 'simple' || !(error instanceof WatchCompactedError)) return;
    const header = { ...error.header, revision: 0 };
    yield* etcdctl.print(watchForms, { response: { header, events: [] }, compactRevision: error.compactRevision, isCanceled: true });
  } finally {
    watch.close();
  }
}

function* show(etcdctl: Etcdctl, response: WatchResponse, command: readonly string[]): Process {
  if (response.events.length === 0) {
    yield* etcdctl.out(`progress notify: ${response.header.revision}\n`);
    return;
  }
  yield* etcdctl.print(watchForms, { response, compactRevision: 0, isCanceled: false });
  if (command.length === 0) return;
  for (const { type, kv } of response.events) {
    const { problem } = yield* execute(etcdctl, command, {
      ETCD_WATCH_REVISION: `${response.header.revision}`,
      ETCD_WATCH_EVENT_TYPE: quote(type),
      ETCD_WATCH_KEY: quote(kv.key),
      ETCD_WATCH_VALUE: quote(valueText(kv.value)),
    });
    if (problem === undefined) continue;
    yield* etcdctl.err(`command [${command.map(quote).join(' ')}] error (${problem})\n`);
    throw new ExitError('error');
  }
}
