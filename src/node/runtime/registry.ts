// Upstream: the OCI distribution protocol, as far as a pull needs it.
import { sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { Exchange, Host, Reply } from '../../network/index.ts';
import { limits } from '../limits.ts';
import type { ImageAnswer, ImageCatalogue } from './image.ts';
import type { ImageReference } from './reference.ts';

/** The port of image registries. */
export const registryPort = 443;

/** What a node asks a registry: which image a name means, or a layer, which comes in parts. */
export type RegistryRequest =
  | { readonly type: 'registry.manifest'; readonly reference: ImageReference }
  | { readonly type: 'registry.layer'; readonly digest: string; readonly sizeBytes: number };

/** The answer to a manifest request. */
export interface RegistryManifest {
  readonly type: 'registry.answer';
  readonly answer: ImageAnswer;
}

/** One part of a layer. */
export interface LayerPart {
  readonly type: 'registry.part';
  readonly bytes: number;
}

/** Lets a machine serve a catalogue of images. */
export function serveRegistry(host: Host, images: ImageCatalogue): void {
  const handler = (exchange: Exchange): Process<Reply | undefined> => answer(exchange, images);
  host.stack.serve({ port: registryPort, name: `${host.name}/registry`, group: host.group, handler });
}

function* answer(exchange: Exchange, images: ImageCatalogue): Process<Reply | undefined> {
  const request = exchange.request as RegistryRequest;
  if (request.type === 'registry.manifest') {
    const payload: RegistryManifest = { type: 'registry.answer', answer: images.find(request.reference) };
    return { kind: 'response', payload };
  }
  exchange.reply({ kind: 'response', payload: { type: 'registry.layer' }, isStream: true });
  const bytes = request.sizeBytes / limits.layerParts;
  for (let part = 0; part < limits.layerParts; part++) {
    yield* sleep(bytes / limits.pullBytesPerMs);
    exchange.push('traffic', { type: 'registry.part', bytes } satisfies LayerPart);
  }
  exchange.finish();
  return undefined;
}
