// kubectl auth whoami: who asks, as the server knows it.
// Upstream: k8s.io/kubectl pkg/cmd/auth/whoami.go

import { compareText, formatTable, goText } from '../../../base/index.ts';
import { ApiError } from '../../../kinds/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError, operating } from '../../core/errors.ts';
import { printFlags } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { at, listAt, textAt } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { typedPrinter } from '../../printers/output.ts';

export const whoAmI: Command = {
  name: 'whoami', short: 'Experimental: Check self subject attributes', usage: '', flags: printFlags,
  *run(kubectl) {
    const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview', metadata: {} };
    const review = yield* ask(kubectl, body);
    if (kubectl.flags.text('output') !== '') {
      yield* kubectl.out(typedPrinter(kubectl, '')(review));
      return;
    }
    const user = at(review, 'status', 'userInfo') as AnyObject;
    const rows = [['ATTRIBUTE', 'VALUE'], ['Username', textAt(user, 'username')]];
    if (textAt(user, 'uid') !== '') rows.push(['UID', textAt(user, 'uid')]);
    rows.push(['Groups', `[${listAt(user, 'groups').map(String).join(' ')}]`]);
    for (const [key, value] of Object.entries((at(user, 'extra') ?? {}) as AnyObject).sort(([a], [b]) => compareText(a, b))) rows.push([`Extra: ${key}`, goText(value)]);
    yield* kubectl.out(formatTable(rows));
  },
};

function* ask(kubectl: Kubectl, body: AnyObject): Process<AnyObject> {
  try {
    return (yield* kubectl.api.ask('create', { mapping: { group: 'authentication.k8s.io', version: 'v1', resource: 'selfsubjectreviews' }, body })) as AnyObject;
  } catch (error) {
    const failure = operating(error);
    if (!(failure instanceof ApiError) || (failure.reason !== 'Forbidden' && failure.reason !== 'NotFound')) throw failure;
    throw new CommandError('the selfsubjectreviews API is not enabled in the cluster or you do not have permission to call it');
  }
}
