/** Virtual time as the clock shows it: `00:01:11.408`. */
export function clockText(ms: number): string {
  const whole = Math.max(0, Math.floor(ms));
  const pad = (value: number, length = 2): string => String(value).padStart(length, '0');
  return `${pad(Math.floor(whole / 3_600_000))}:${pad(Math.floor(whole / 60_000) % 60)}:${pad(Math.floor(whole / 1_000) % 60)}.${pad(whole % 1_000, 3)}`;
}

/** A moment in a chain or a table: `1:04.902`, with hours only when there are any. */
export function momentText(ms: number): string {
  const text = clockText(ms);
  return text.startsWith('00:') ? text.slice(text.startsWith('00:0') ? 4 : 3) : text;
}

/** A tick of the timeline: `0:10`, `1:20`, `1:02:00`; where ticks are less than a second apart, with as many digits as tell them apart: `0:43.91`. */
export function tickText(ms: number, stepMs = 1_000): string {
  const digits = stepMs >= 1_000 ? 0 : stepMs >= 100 ? 1 : stepMs >= 10 ? 2 : 3;
  if (digits > 0) return `${tickText(Math.floor(ms / 1_000) * 1_000)}.${String(Math.round(ms) % 1_000).padStart(3, '0').slice(0, digits)}`;
  const seconds = Math.round(ms / 1_000);
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** How long something took: `+16 ms`, `+2.4 ms`, `+3.2 s`. */
export function spanText(ms: number): string {
  if (ms < 10) return `${Math.round(ms * 10) / 10} ms`;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${Math.round(ms / 100) / 10} s`;
  return tickText(ms);
}

const numbers = new Intl.NumberFormat('en-US');
/** A count with its thousands parted. */
export const countText = (value: number): string => numbers.format(value);

/** An API path as one says it: `deployments/web` for `/apis/apps/v1/namespaces/default/deployments/web`. */
export function shortPath(path: string): string {
  const short = path.replace(/^\/(?:api\/[^/]+|apis\/[^/]+\/[^/]+)\//, '').replace(/^namespaces\/[^/]+\/(?=.)/, '');
  return short === '' ? path : short;
}
