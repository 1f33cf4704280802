// Upstream: mount(8)
import type { ToolBody } from './support/tool.ts';

/** `mount`: what is mounted; nothing can be mounted by hand. */
export const mount: ToolBody = function* (tool) {
  const operands = tool.args.filter((arg) => !arg.startsWith('-'));
  if (operands.length > 0) return yield* tool.fail(tool.isBusybox ? `mounting ${operands[0] ?? ''} on ${operands[1] ?? ''} failed: Operation not permitted` : `${operands.at(-1) ?? ''}: permission denied.`, tool.isBusybox ? 255 : 32);
  const { files, rootDevice } = tool.context.sandbox;
  tool.put(rootDevice === undefined ? 'overlay on / type overlay (rw,relatime)\n' : `${rootDevice} on / type ext4 (rw,relatime)\n`);
  for (const { at, isReadOnly } of files.mountPoints?.() ?? []) {
    const way = isReadOnly ? 'ro' : 'rw';
    if (at === '/proc') tool.put('proc on /proc type proc (rw,nosuid,nodev,noexec,relatime)\n');
    else if (at === '/dev') tool.put(rootDevice === undefined ? 'tmpfs on /dev type tmpfs (rw,nosuid,size=65536k,mode=755)\n' : 'udev on /dev type devtmpfs (rw,nosuid,relatime)\n');
    else if (at.startsWith('/var/run/secrets/')) tool.put(`tmpfs on ${at.replace('/var/run', '/run')} type tmpfs (${way},relatime)\n`);
    else tool.put(`/dev/vda1 on ${at} type ext4 (${way},relatime)\n`);
  }
  return 0;
};
