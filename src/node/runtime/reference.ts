// Upstream: github.com/distribution/reference

/** An image's name, taken apart and completed. */
export interface ImageReference {
  /** `docker.io` */
  readonly domain: string;
  /** `library/nginx` */
  readonly path: string;
  readonly tag: string;
  readonly digest: string | undefined;
  /** `docker.io/library/nginx` */
  readonly repository: string;
  /** `docker.io/library/nginx:1.27` */
  readonly full: string;
}

const pathPattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
const digestPattern = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const domainPattern = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*(?::[0-9]+)?$/;

/** Reads an image's name as `docker pull` does; a name that is none gives the reason. */
export function parseReference(image: string): ImageReference | { readonly error: string } {
  const { domain, rest } = splitDomain(image);
  const at = rest.indexOf('@');
  const digest = at < 0 ? undefined : rest.slice(at + 1);
  const named = at < 0 ? rest : rest.slice(0, at);
  const colon = named.indexOf(':');
  const path = colon < 0 ? named : named.slice(0, colon);
  if (path.toLowerCase() !== path) return { error: `invalid reference format: repository name (${path}) must be lowercase` };
  const isTagged = colon >= 0;
  const tag = isTagged ? named.slice(colon + 1) : 'latest';
  const isValid = pathPattern.test(path) && tagPattern.test(tag) && domainPattern.test(domain);
  if (!isValid || (digest !== undefined && !digestPattern.test(digest))) return { error: 'invalid reference format' };
  const repository = `${domain}/${path}`;
  const suffix = (digest === undefined || isTagged ? `:${tag}` : '') + (digest === undefined ? '' : `@${digest}`);
  return { domain, path, tag, digest, repository, full: repository + suffix };
}

function splitDomain(image: string): { readonly domain: string; readonly rest: string } {
  const slash = image.indexOf('/');
  const first = slash < 0 ? '' : image.slice(0, slash);
  const isDomain = first.includes('.') || first.includes(':') || first === 'localhost' || first.toLowerCase() !== first;
  const domain = isDomain ? first : 'docker.io';
  const rest = isDomain ? image.slice(slash + 1) : image;
  if (domain === 'index.docker.io') return { domain: 'docker.io', rest };
  return { domain, rest: domain === 'docker.io' && !rest.includes('/') ? `library/${rest}` : rest };
}
