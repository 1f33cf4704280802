// Upstream: k8s.io/kubectl pkg/util/hash/hash.go
import { goJson, sha256Hex } from '../../base/index.ts';
import { textAt } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';

const length = 10;
/** Digits that would make words, or that look like others. */
const replaced: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' };

/** Ten letters and digits that stand for the content of a ConfigMap or a Secret. */
export function contentHash(object: AnyObject): string {
  const { kind, data, binaryData, type = '' } = object;
  const name = textAt(object, 'metadata', 'name');
  const content = kind === 'Secret' ? { data: data ?? null, kind, name, type } : { ...(binaryData === undefined ? {} : { binaryData }), data: data ?? '', kind, name };
  return sha256Hex(goJson(content)).slice(0, length).replace(/[013ae]/g, (digit) => replaced[digit] ?? digit);
}
