// What a kustomization leaves to other programs: charts and plugins. No machine has those programs.

import { CommandError } from '../core/errors.ts';
import { formatYaml } from '../core/yaml.ts';
import type { Kustomization } from './kustomization.ts';

/** Throws CommandError where there is any. @param helm the program that makes objects of charts; undefined where none may */
export function refuseForeign({ helmCharts, plugins }: Kustomization, helm: string | undefined, kindOf: (path: string) => string): void {
  const [chart] = helmCharts;
  if (chart && helm === undefined) throw new CommandError(`trouble configuring builtin HelmChartInflationGenerator with config: \`\n${formatYaml(chart)}\`: must specify --enable-helm`);
  if (chart) throw new CommandError(`unable to run: '${helm} version --short' (is '${helm}' installed?): exec: ${JSON.stringify(helm)}: executable file not found in $PATH`);
  for (const what of ['generator', 'transformer'] as const) {
    const [path] = plugins[what];
    if (path !== undefined) throw new CommandError(`loading ${what} plugins: failed to load ${what}: external plugins disabled; unable to load external plugin '${kindOf(path)}'`);
  }
}

