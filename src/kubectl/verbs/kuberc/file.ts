// The file that `kubectl kuberc` shows and changes.

import { assert } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { parentOf } from '../../../machine/index.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { preferencesObject, preferencesPath } from '../../core/preferences.ts';
import type { Preferences } from '../../core/preferences.ts';
import { formatYaml } from '../../core/yaml.ts';

/** Where the preferences are, also where they are turned off. */
export function kubercPlace({ context, flags }: Kubectl): NonNullable<ReturnType<typeof preferencesPath>> {
  const env = new Map([...context.env].filter(([name, value]) => name !== 'KUBECTL_KUBERC' && !(name === 'KUBERC' && value === 'off')));
  const place = preferencesPath({ cwd: context.cwd, env }, flags.text('kuberc'));
  assert(place !== undefined, 'preferences that nothing turns off have a place');
  return place;
}

/** Writes preferences and says where. */
export function* writePreferences(kubectl: Kubectl, preferences: Preferences): Process {
  const { path } = kubercPlace(kubectl);
  kubectl.files.makeDirectory(parentOf(path), { parents: true });
  kubectl.files.write(path, formatYaml(preferencesObject(preferences, true)));
  yield* kubectl.out(`Updated ${path}\n`);
}
