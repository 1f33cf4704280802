// Plugins and charts of a kustomization: some are built in, the rest is left to programs that no machine has.

import { CommandError } from '../core/errors.ts';
import { nameOf, namespaceOf, textAt } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import { formatYaml } from '../core/yaml.ts';
import { generatorRule } from './kustomization.ts';
import type { Generator, Kustomization } from './kustomization.ts';

/** Throws CommandError where there are charts. @param helm the program that makes objects of charts; undefined where none may */
export function refuseCharts({ helmCharts: [chart] }: Kustomization, helm: string | undefined): void {
  if (chart && helm === undefined) throw new CommandError(`trouble configuring builtin HelmChartInflationGenerator with config: \`\n${formatYaml(chart)}\`: must specify --enable-helm`);
  if (chart) throw new CommandError(`unable to run: '${helm} version --short' (is '${helm}' installed?): exec: ${JSON.stringify(helm)}: executable file not found in $PATH`);
}

/** What is said of a plugin that is not built in. */
export const externalPlugin = (object: AnyObject): CommandError => new CommandError(`external plugins disabled; unable to load external plugin '${textAt(object, 'kind')}'`);

/** Whether an object of `transformers` or `generators` is one that is built in. */
export const isBuiltin = (object: AnyObject): boolean => textAt(object, 'apiVersion') === 'builtin';

/** `PrefixTransformer.builtin.[noGrp]/x.[noNs]` */
export const pluginText = (object: AnyObject): string => `${textAt(object, 'kind')}.builtin.[noGrp]/${nameOf(object)}.${namespaceOf(object) || '[noNs]'}`;

/** What an object of `generators` makes. */
export function builtinGenerator(object: AnyObject): { readonly generator: Generator; readonly name: string } {
  const failed = (why: string): CommandError => new CommandError(`failed to load generator: ${why}`);
  const kind = textAt(object, 'kind');
  if (!isBuiltin(object)) throw failed(externalPlugin(object).message);
  if (kind === 'HelmChartInflationGenerator') throw failed(`plugin ${pluginText(object)} fails configuration: must specify --enable-helm`);
  if (kind === 'ConfigMapGenerator' || kind === 'SecretGenerator') return { generator: generatorRule({ ...object, name: nameOf(object), namespace: namespaceOf(object) }, kind === 'SecretGenerator' ? 'Secret' : 'ConfigMap'), name: nameOf(object) };
  throw failed(kind.endsWith('Transformer') ? `plugin ${pluginText(object)} not a generator` : `unable to load builtin ${kind}.builtin.[noGrp]`);
}
