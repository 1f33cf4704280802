import { alpine, busybox, debian, ubuntu } from './bases.ts';
import { httpdProgram } from './httpd.ts';
import { buildImage } from './image.ts';
import type { Image, Recipe } from './image.ts';
import { kubiaProgram, pauseProgram } from './kubia.ts';
import { fillNginx, nginxEntrypoint, nginxProgram } from './nginx.ts';

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

/** A repository: which tags it has, and what an image is made from. */
interface Repository {
  readonly tags: RegExp;
  readonly recipe: (tag: string) => Recipe;
}

const nginxVersions: Readonly<Record<string, string>> = { latest: '1.27.5', stable: '1.26.3', mainline: '1.27.5', alpine: '1.27.5' };

function nginxVersion(tag: string): string {
  const number = tag.replace(/-.*$/, '');
  return nginxVersions[number] ?? (/^\d+\.\d+\.\d+$/.test(number) ? number : /^\d+\.\d+$/.test(number) ? `${number}.5` : '1.27.5');
}

function nginxRecipe(tag: string): Recipe {
  return {
    base: tag.includes('alpine') ? alpine : debian, sizeBytes: tag.includes('alpine') ? 16_000_000 : 44_000_000,
    programs: { nginx: nginxProgram(nginxVersion(tag)), '/docker-entrypoint.sh': nginxEntrypoint },
    entrypoint: ['/docker-entrypoint.sh'], command: ['nginx', '-g', 'daemon off;'], env: { NGINX_VERSION: nginxVersion(tag), PKG_RELEASE: '1~bookworm' }, exposedPorts: [80], fill: fillNginx,
  };
}

const kubia: Repository = {
  tags: /^(latest|v\d+|\d+)$/,
  recipe: (tag) => {
    const port = 8080;
    return { base: debian, sizeBytes: 240_000_000, programs: { node: kubiaProgram(port, /^v\d/.test(tag) ? tag : '') }, entrypoint: ['node', 'app.js'], fill: (files) => files.write('/app.js', "const http = require('http');\nconst os = require('os');\n") };
  },
};

const repositories: Readonly<Record<string, Repository>> = {
  'docker.io/library/nginx': { tags: /^(latest|stable|mainline|alpine|1(\.\d+){0,2}|(stable|mainline|1(\.\d+){1,2})-(alpine|perl|bookworm|slim)|stable-alpine)$/, recipe: nginxRecipe },
  'docker.io/library/busybox': { tags: /^(latest|stable|glibc|musl|uclibc|1|1\.\d+(\.\d+)?(-(glibc|musl|uclibc))?)$/, recipe: () => ({ base: busybox, sizeBytes: 0, command: ['sh'] }) },
  'docker.io/library/alpine': { tags: /^(latest|edge|3|3\.\d+(\.\d+)?)$/, recipe: () => ({ base: alpine, sizeBytes: 0, command: ['/bin/sh'] }) },
  'docker.io/library/debian': { tags: /^(latest|stable|bookworm|bullseye|\d+)(-slim)?$/, recipe: () => ({ base: debian, sizeBytes: 0, command: ['bash'] }) },
  'docker.io/library/ubuntu': { tags: /^(latest|\d\d\.\d\d|noble|jammy|focal)$/, recipe: () => ({ base: ubuntu, sizeBytes: 0, command: ['/bin/bash'] }) },
  'docker.io/library/httpd': {
    tags: /^(latest|2|2\.4|2\.4\.\d+|alpine|2\.4-alpine)$/,
    recipe: () => ({ base: debian, sizeBytes: 27_000_000, programs: { 'httpd-foreground': httpdProgram('2.4.62') }, command: ['httpd-foreground'], workingDirectory: '/usr/local/apache2', exposedPorts: [80], fill: (files) => {
      files.makeDirectory('/usr/local/apache2/htdocs', { parents: true });
      files.write('/usr/local/apache2/htdocs/index.html', '<html><body><h1>It works!</h1></body></html>\n');
    } }),
  },
  'registry.k8s.io/pause': { tags: /^(latest|\d+\.\d+(\.\d+)?)$/, recipe: () => ({ sizeBytes: 320_000, programs: { '/pause': pauseProgram }, entrypoint: ['/pause'], user: '65535:65535' }) },
  'docker.io/luksa/kubia': kubia,
  'docker.io/library/kubia': kubia,
  'docker.io/janwee/kubia': kubia,
};

const images = new Map<string, Image>();

/** All images that the registries of a world have; each is made once. */
export const imageCatalogue = {
  find({ domain, path, tag }: WantedImage): CatalogueAnswer {
    const name = `${domain}/${path}`;
    const repository = repositories[name];
    if (!repository) return { verdict: 'no-such-repository' };
    if (!repository.tags.test(tag)) return { verdict: 'no-such-tag' };
    let image = images.get(`${name}:${tag}`);
    if (!image) images.set(`${name}:${tag}`, (image = buildImage(`${name}:${tag}`, repository.recipe(tag))));
    return { verdict: 'found', image };
  },
};
