// kubectl kuberc: the file of a person's preferences.
// Upstream: k8s.io/kubectl pkg/cmd/kuberc

import { goJson } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Command } from '../../core/command.ts';
import { kubercFlag, printFlags } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { noPreferences, preferencesObject, readPreferences } from '../../core/preferences.ts';
import type { Preferences } from '../../core/preferences.ts';
import { operationPrinter } from '../../printers/output.ts';
import { kubercPlace, writePreferences } from './file.ts';
import { set } from './set.ts';

/** What kubectl recommends to whoever has no preferences. */
const recommended: Preferences = {
  ...noPreferences,
  defaults: [{ command: 'apply', options: [{ name: 'server-side', default: 'true' }] }, { command: 'delete', options: [{ name: 'interactive', default: 'true' }] }],
};

const view: Command = {
  name: 'view', short: 'Display the current kuberc configuration', usage: '', flags: [...printFlags.map((flag) => (flag.name === 'output' ? { ...flag, value: 'yaml' } : flag)), kubercFlag],
  *run(kubectl) {
    const place = kubercPlace(kubectl);
    if (!kubectl.files.exists(place.path)) return yield* offerRecommended(kubectl);
    const shown = preferencesObject(readPreferences(kubectl.files, place).preferences);
    const print = operationPrinter(kubectl, '');
    yield* kubectl.out(kubectl.flags.text('output') === 'json' ? `${goJson(shown, { indent: 4, keepsOrder: true })}\n` : print(shown));
  },
};

function* offerRecommended(kubectl: Kubectl): Process {
  yield* kubectl.out(`kuberc file not found at ${kubercPlace(kubectl).path}\nWould you like to generate a default kuberc file with recommended options? (y/N): `);
  const answer = (yield* kubectl.context.stdin.readLine()) ?? '';
  if (answer.trim().toLowerCase() === 'y') yield* writePreferences(kubectl, recommended);
}

export const kuberc: Command = {
  name: 'kuberc', short: 'Manage kuberc configuration files', usage: 'SUBCOMMAND', commands: [set, view],
};
