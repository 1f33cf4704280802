// What Secrets and ConfigMaps hold under a key for which nothing was written.
// Upstream: pkg/apis/core/v1 zz_generated.conversion

type Data = Readonly<Record<string, string>>;

/** Bytes by key, with those that are null as none. */
export function withoutNulls(data: Data | undefined): Data | undefined {
  if (data === undefined) return undefined;
  const nulls = Object.keys(data).filter((key) => (data[key] as string | null) === null);
  return nulls.length === 0 ? data : { ...data, ...Object.fromEntries(nulls.map((key) => [key, ''])) };
}
