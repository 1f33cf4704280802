import type { Image } from '../../machine/index.ts';
import { buildImage } from './image.ts';
import { mirrors, registries, repositories } from './repositories.ts';

/** Which image is wanted, as far as a catalogue looks at it. */
export interface WantedImage {
  readonly domain: string;
  readonly path: string;
  readonly tag: string;
}

/** What a registry says when it is asked for an image. */
export type CatalogueAnswer =
  | { readonly verdict: 'found'; readonly image: Image }
  | { readonly verdict: 'no-such-tag' }
  | { readonly verdict: 'no-such-repository' }
  | { readonly verdict: 'failed'; readonly message: string };

const images = new Map<string, Image>();

/** All images that the registries of a world have; each is made once. */
export const imageCatalogue = {
  find({ domain, path, tag }: WantedImage): CatalogueAnswer {
    if (!registries.has(domain)) {
      const host = domain.replace(/:\d+$/, '');
      return { verdict: 'failed', message: `failed to resolve image: failed to do request: Head "https://${domain}/v2/${path}/manifests/${tag}": dial tcp: lookup ${host}: no such host` };
    }
    const name = originalName(`${domain}/${path}`);
    const repository = Object.hasOwn(repositories, name) ? repositories[name] : undefined;
    if (!repository) return { verdict: 'no-such-repository' };
    if (!repository.tags.test(tag)) return { verdict: 'no-such-tag' };
    let image = images.get(`${name}:${tag}`);
    if (!image) images.set(`${name}:${tag}`, (image = buildImage(`${name}:${tag}`, repository.recipe(tag))));
    return { verdict: 'found', image };
  },
};

function originalName(name: string): string {
  const mirror = mirrors.find(([prefix]) => name.startsWith(prefix));
  return mirror ? mirror[1] + name.slice(mirror[0].length) : name;
}
