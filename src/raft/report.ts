/** How much a line of a node's own log matters. */
export type LogLevel = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

/** Takes a line of a node's own log. The text is made only if somebody wants it. */
export type Reporter = (level: LogLevel, text: () => string) => void;

/** For those who keep no log. */
export const silent: Reporter = () => {};

/** Numbers of nodes are hexadecimal in logs and messages. */
export function hex(id: number): string {
  return id.toString(16);
}
