import { kindText } from '../../core/discovery.ts';
import type { Mapping } from '../../core/discovery.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import type { TableOptions } from '../../printers/table.ts';

/** Whether the server makes the tables, or kubectl makes poorer ones of objects. */
export const tableSource = ({ flags }: Kubectl): 'object' | 'table' => (flags.bool('server-print') ? 'table' : 'object');

/** The options of a table for one kind. */
export function tableOptions(kubectl: Kubectl, mapping: Mapping, withKind: boolean): TableOptions {
  const { flags } = kubectl;
  return {
    hasHeaders: !flags.bool('no-headers'),
    isWide: flags.text('output') === 'wide',
    withNamespace: flags.bool('all-namespaces') && mapping.namespaced,
    kindPrefix: withKind || flags.bool('show-kind') ? kindText(mapping) : '',
    labelColumns: flags.list('label-columns'),
    showLabels: flags.bool('show-labels'),
  };
}
