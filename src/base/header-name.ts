const known = new Map<string, string>();
/** Names come from outside as well: no more are remembered than these. */
const mostKnown = 500;

/** The name of a header as it is written on the wire of HTTP/1.1: words with a capital. */
// Upstream: Go net/textproto CanonicalMIMEHeaderKey
export function headerName(name: string): string {
  let written = known.get(name);
  if (written === undefined) {
    written = name.toLowerCase().replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase());
    if (known.size < mostKnown) known.set(name, written);
  }
  return written;
}
