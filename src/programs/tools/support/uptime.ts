/** How long a machine has run, as `uptime` and `top` say it: `5 min`, `2:07`. */
export function upText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
