import type { Image } from '../../machine/index.ts';
import type { ImageReference } from './reference.ts';

/** What a registry says when it is asked for an image. */
export type ImageAnswer =
  | { readonly verdict: 'found'; readonly image: Image }
  | { readonly verdict: 'no-such-tag' }
  | { readonly verdict: 'no-such-repository' }
  | { readonly verdict: 'failed'; readonly message: string };

/** All images that the registries of a world have. */
export interface ImageCatalogue {
  find(reference: ImageReference): ImageAnswer;
}

/** Size of all layers. */
export function imageSize(image: Image): number {
  let size = 0;
  for (const layer of image.layers) size += layer.sizeBytes;
  return size;
}
