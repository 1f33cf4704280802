import { isObject } from '../../base/index.ts';
import type { HttpResponse } from '../../machine/index.ts';
import { encodeOpenApi } from './encode-openapi.ts';

/** The last document and its form on the wire: it is large, asked for often, and seldom another. */
let last: { readonly etag: string; readonly bytes: Uint8Array } | undefined;

/** A document of OpenAPI that was answered as JSON, in protobuf. */
export function openApiWire({ headers, body }: HttpResponse): Uint8Array {
  const { etag } = headers;
  if (etag !== undefined && last?.etag === etag) return last.bytes;
  const document: unknown = JSON.parse(body);
  const bytes = encodeOpenApi(isObject(document) ? document : {});
  if (etag !== undefined) last = { etag, bytes };
  return bytes;
}
