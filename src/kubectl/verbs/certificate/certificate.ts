// kubectl certificate: approving and denying requests for certificates.
// Upstream: k8s.io/kubectl pkg/cmd/certificates

import { formatTime } from '../../../base/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError } from '../../core/errors.ts';
import { bool, fileFlags, printFlags } from '../../core/flag.ts';
import { listAt, textAt, withField } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { checkOutput, operationPrinter } from '../../printers/output.ts';
import { hasFiles, selectTargets, selectionFlags } from '../../resources/builder.ts';
import { forEachInfo } from '../../resources/fetch.ts';

function deciding(name: 'approve' | 'deny', type: 'Approved' | 'Denied', short: string): Command {
  return {
    name, short, usage: '(-f FILENAME | NAME)', flags: [...printFlags, ...fileFlags(`Filename, directory, or URL to files identifying the resource to update`), bool('force', `Update the CSR even if it is already ${type.toLowerCase()}.`)],
    *run(kubectl, args) {
      const selection = selectionFlags(kubectl, args.map((each) => (each.includes('/') ? each : `certificatesigningrequests/${each}`)));
      checkOutput(kubectl);
      if (args.length === 0 && !hasFiles(selection)) throw new CommandError('one or more CSRs must be specified as <name> or -f <filename>');
      const targets = yield* selectTargets(kubectl, selection);
      if (targets.some((target) => target.type === 'name' && target.mapping.namespaced)) throw new CommandError('namespace may not be empty when retrieving a resource by name');
      const count = yield* forEachInfo(kubectl, targets, function* decide(info) {
        const conditions = listAt(info.object, 'status', 'conditions') as readonly AnyObject[];
        const other = conditions.find((each) => each['type'] === (type === 'Approved' ? 'Denied' : 'Approved'));
        if (other) throw new CommandError(`certificate signing request ${JSON.stringify(info.name)} is already ${textAt(other, 'type')}`);
        const now = formatTime(kubectl.wallMs);
        const condition = { lastTransitionTime: now, lastUpdateTime: now, message: `This CSR was ${type.toLowerCase()} by kubectl certificate ${name}.`, reason: `Kubectl${name === 'approve' ? 'Approve' : 'Deny'}`, status: 'True', type };
        const isDone = conditions.some((each) => each['type'] === type);
        const body = isDone ? info.object : withField(info.object, ['status', 'conditions'], [...conditions, condition]);
        const { mapping } = info;
        const object = isDone ? info.object : ((yield* kubectl.api.ask('update', { mapping, name: info.name, subresource: 'approval', body })) as AnyObject);
        yield* kubectl.out(operationPrinter(kubectl, type.toLowerCase())(object));
      });
      if (count === 0) yield* kubectl.err('No resources found\n');
    },
  };
}

export const certificate: Command = {
  name: 'certificate', short: 'Modify certificate resources', usage: 'SUBCOMMAND', helpsOn: 'output, as no failure',
  commands: [deciding('approve', 'Approved', 'Approve a certificate signing request'), deciding('deny', 'Denied', 'Deny a certificate signing request')],
};
