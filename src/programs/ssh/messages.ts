/** The port of secure shells. */
export const sshPort = 22;

/** What client and server tell each other. */
export type SshMessage =
  | { readonly type: 'ssh.run'; readonly command: string }
  | { readonly type: 'ssh.input'; readonly text: string }
  | { readonly type: 'ssh.input-end' }
  | { readonly type: 'ssh.output'; readonly descriptor: 1 | 2; readonly text: string }
  | { readonly type: 'ssh.exit'; readonly status: number };

/** Whether that was said. */
export function isSshMessage(payload: unknown): payload is SshMessage {
  return typeof payload === 'object' && payload !== null && 'type' in payload && typeof payload.type === 'string' && payload.type.startsWith('ssh.');
}
