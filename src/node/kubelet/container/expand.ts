// Upstream: third_party/forked/golang/expansion

/** Replaces `$(NAME)` by what `lookup` knows; what it does not know stays, and `$$` is a dollar. */
export function expand(text: string, lookup: (name: string) => string | undefined): string {
  if (!text.includes('$')) return text;
  return text.replace(/\$\$|\$\(([^()]*)\)/g, (found, name: string | undefined) => {
    if (found === '$$') return '$';
    return name === undefined ? found : (lookup(name) ?? found);
  });
}
