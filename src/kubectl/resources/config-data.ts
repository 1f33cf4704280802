// The data of a ConfigMap or a Secret, of texts that may stand for any bytes.
// Upstream: k8s.io/kubectl pkg/cmd/create/create_configmap.go, create_secret.go

import { base64Encode, isRaw, rawBytes } from '../../base/index.ts';

const base64Of = (raw: string): string => base64Encode(rawBytes(raw));

/** What a ConfigMap holds: bytes that are no UTF-8 stand apart, in base64. */
export function configMapData(data: ReadonlyMap<string, string>): { readonly data?: Readonly<Record<string, string>>; readonly binaryData?: Readonly<Record<string, string>> } {
  const texts = [...data].filter(([, value]) => !isRaw(value));
  const bytes = [...data].filter(([, value]) => isRaw(value)).map(([key, value]) => [key, base64Of(value)]);
  return { ...(texts.length > 0 ? { data: Object.fromEntries(texts) } : {}), ...(bytes.length > 0 ? { binaryData: Object.fromEntries(bytes) } : {}) };
}

/** What a Secret holds, all of it in base64. */
export function secretData(data: ReadonlyMap<string, string>): { readonly data?: Readonly<Record<string, string>> } {
  return data.size > 0 ? { data: Object.fromEntries([...data].map(([key, value]) => [key, base64Of(value)])) } : {};
}
