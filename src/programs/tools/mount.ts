// Upstream: mount(8)
import { mountTable } from '../../machine/index.ts';
import type { ToolBody } from './support/tool.ts';

/** `mount`: what is mounted; nothing can be mounted by hand. */
export const mount: ToolBody = function* (tool) {
  const operands = tool.args.filter((arg) => !arg.startsWith('-'));
  if (operands.length > 0) return yield* tool.fail(tool.isBusybox ? `mounting ${operands[0] ?? ''} on ${operands[1] ?? ''} failed: Operation not permitted` : `${operands.at(-1) ?? ''}: permission denied.`, tool.isBusybox ? 255 : 32);
  const { files, rootDevice } = tool.context.sandbox;
  for (const { device, at, type, options } of mountTable(files, rootDevice)) tool.put(`${device} on ${at} type ${type} (${options})\n`);
  return 0;
};
