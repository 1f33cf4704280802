import { bashProgram } from '../shell/shell-program.ts';
import { aptPrograms, busyboxTools, curlProgram, debianTools, editorPrograms } from '../tools/toolset.ts';
import type { Program } from '../../machine/index.ts';
import { alpine, busybox, debian, ubuntu } from './bases.ts';
import { daemonProgram } from './daemon.ts';
import { mysqlServer, postgresServer, stress } from './databases.ts';
import { httpdProgram } from './httpd.ts';
import type { BaseImage, Recipe } from './image.ts';
import { kubiaProgram, pauseProgram } from './kubia.ts';
import { node, perl, python } from './languages.ts';
import { fillNginx, nginxEntrypoint, nginxProgram } from './nginx.ts';
import { redisCli, redisServer } from './redis.ts';
import { agnhost, demoHello, echoServer, flaskApp, helloApp, hpaExample, httpEcho, javaApp, myApp, tomcat, whoamiServer } from './web-apps.ts';

/** A repository: which tags it has, and what an image of it is made from. */
export interface Repository {
  readonly tags: RegExp;
  readonly recipe: (tag: string) => Recipe;
}

/** Versions as numbers, perhaps with a variant behind them. */
const numbered = /^(latest|stable|edge|lts|alpine|slim|v?\d+(\.\d+)*([-+][\w.]+)*)$/;
const megabyte = 1_000_000;

const nginxVersions: Readonly<Record<string, string>> = { latest: '1.27.5', stable: '1.26.3', mainline: '1.27.5', alpine: '1.27.5' };

function nginxVersion(tag: string): string {
  const number = tag.replace(/-.*$/, '');
  return nginxVersions[number] ?? (/^\d+\.\d+\.\d+$/.test(number) ? number : /^\d+\.\d+$/.test(number) ? `${number}.5` : '1.27.5');
}

function baseOf(tag: string): BaseImage {
  return tag.includes('alpine') ? alpine : debian;
}

/** busybox' tools but its editor, and bash for those who ask for it. */
const smallWithBash: BaseImage = { ...debian, name: 'small', programs: new Map([...busyboxTools, ['bash', bashProgram] as const, ...aptPrograms].filter(([name]) => name !== 'vi')) };

function nginx(tag: string): Recipe {
  return {
    base: tag.includes('alpine') ? alpine : smallWithBash, sizeBytes: tag.includes('alpine') ? 16 * megabyte : 44 * megabyte,
    programs: { nginx: nginxProgram(nginxVersion(tag)), '/docker-entrypoint.sh': nginxEntrypoint, curl: curlProgram },
    entrypoint: ['/docker-entrypoint.sh'], command: ['nginx', '-g', 'daemon off;'], env: { NGINX_VERSION: nginxVersion(tag), PKG_RELEASE: '1~bookworm' }, exposedPorts: [80], fill: fillNginx,
  };
}

const appSource = "const http = require('http');\nconst os = require('os');\n\nconsole.log(\"Kubia server starting...\");\n\nvar handler = function(request, response) {\n  console.log(\"Received request from \" + request.connection.remoteAddress);\n  response.writeHead(200);\n  response.end(\"You've hit \" + os.hostname() + \"\\n\");\n};\n\nvar www = http.createServer(handler);\nwww.listen(PORT);\n";

function kubia(port: number): Repository {
  return {
    tags: /^(latest|v\d+|\d+)$/,
    recipe: (tag) => ({
      base: debian, sizeBytes: 240 * megabyte, programs: { node: kubiaProgram(port, /^v\d/.test(tag) ? tag : ''), curl: curlProgram }, entrypoint: ['node', 'app.js'], exposedPorts: [port],
      fill: (files) => files.write('/app.js', appSource.replace('PORT', String(port))),
    }),
  };
}

/** One program on a small base, started by itself. */
function single(name: string, program: Program, more: Partial<Recipe> = {}): Repository {
  return { tags: numbered, recipe: () => ({ base: alpine, sizeBytes: 20 * megabyte, programs: { [name]: program }, entrypoint: [name], ...more }) };
}

/** A program on nothing: no shell, no tools. */
function bare(name: string, program: Program, more: Partial<Recipe> = {}): Repository {
  return { tags: numbered, recipe: () => ({ sizeBytes: 6 * megabyte, programs: { [name]: program }, entrypoint: [name], ...more }) };
}

const pause: Repository = { tags: numbered, recipe: () => ({ sizeBytes: 320_000, programs: { '/pause': pauseProgram }, entrypoint: ['/pause'], user: '65535:65535' }) };

const myapp: Repository = { tags: /^(latest|v\d+)$/, recipe: (tag) => ({ base: alpine, sizeBytes: 12 * megabyte, programs: { nginx: myApp(tag === 'latest' ? 'v1' : tag) }, command: ['nginx', '-g', 'daemon off;'], exposedPorts: [80] }) };

const redis: Repository = {
  tags: numbered,
  recipe: (tag) => ({ base: baseOf(tag), sizeBytes: 17 * megabyte, programs: { 'redis-server': redisServer, 'redis-cli': redisCli, 'docker-entrypoint.sh': redisEntrypoint }, entrypoint: ['docker-entrypoint.sh'], command: ['redis-server'], workingDirectory: '/data', exposedPorts: [6379], fill: (files) => files.makeDirectory('/data', { parents: true }) }),
};

/** Options alone go to the server; another command takes its place. */
const redisEntrypoint: Program = (context) => runCommandOr(context, 'redis-server', redisServer);

function runCommandOr(context: Parameters<Program>[0], name: string, server: Program): ReturnType<Program> {
  const rest = context.argv.slice(1);
  const argv = rest[0] === undefined || rest[0].startsWith('-') ? [name, ...rest] : rest;
  const program = argv[0] === name ? server : (context.sandbox.findProgram(argv[0] ?? '') ?? server);
  context.sandbox.processes.rename(context.pid, argv);
  return program({ ...context, argv });
}

function database(name: string, server: Program, port: number, more: Partial<Recipe> = {}): Repository {
  const entrypoint: Program = (context) => runCommandOr(context, name, server);
  return { tags: numbered, recipe: (tag) => ({ base: baseOf(tag), sizeBytes: 130 * megabyte, programs: { [name]: server, 'docker-entrypoint.sh': entrypoint }, entrypoint: ['docker-entrypoint.sh'], command: [name], exposedPorts: [port], ...more }) };
}

function plain(base: BaseImage, tags: RegExp, command: readonly string[], more: Partial<Recipe> = {}): Repository {
  return { tags, recipe: () => ({ base, sizeBytes: 0, command, ...more }) };
}

const withCurl: BaseImage = { ...alpine, name: 'curl', programs: new Map([...busyboxTools, ['curl', curlProgram]]) };
const withNetworkTools: BaseImage = { ...debian, name: 'netshoot', programs: new Map([...debianTools, ...busyboxTools, ['curl', curlProgram], ...editorPrograms]) };

function language(names: readonly string[], program: Program, sizeMegabytes: number): Repository {
  return { tags: numbered, recipe: (tag) => ({ base: baseOf(tag), sizeBytes: sizeMegabytes * megabyte, programs: { ...Object.fromEntries(names.map((name) => [name, program])), curl: curlProgram }, command: [names[0] ?? ''] }) };
}

function quietDaemon(name: string, ports: readonly number[], greeting: string, memoryMegabytes: number): Repository {
  const program = daemonProgram({ ports, startMs: 800, memoryBytes: memoryMegabytes * 2 ** 20, greeting: () => greeting });
  return { tags: numbered, recipe: () => ({ base: debian, sizeBytes: 90 * megabyte, programs: { [name]: program }, command: [name], exposedPorts: ports }) };
}

const httpd: Repository = {
  tags: numbered,
  recipe: (tag) => ({
    base: baseOf(tag), sizeBytes: 27 * megabyte, programs: { 'httpd-foreground': httpdProgram('2.4.62') }, command: ['httpd-foreground'], workingDirectory: '/usr/local/apache2', exposedPorts: [80],
    fill: (files) => {
      files.makeDirectory('/usr/local/apache2/htdocs', { parents: true });
      files.write('/usr/local/apache2/htdocs/index.html', '<html><body><h1>It works!</h1></body></html>\n');
    },
  }),
};

const hello: Program = function* (context) {
  yield* context.stdout.write('\nHello from Docker!\nThis message shows that your installation appears to be working correctly.\n\n');
  return 0;
};

/** The repositories of all registries, by full name. */
export const repositories: Readonly<Record<string, Repository>> = {
  'docker.io/library/nginx': { tags: /^(latest|stable|mainline|alpine|1(\.\d+){0,2}|(stable|mainline|1(\.\d+){0,2})-(alpine|alpine-slim|perl|bookworm))$/, recipe: nginx },
  'docker.io/library/busybox': plain(busybox, /^(latest|stable|glibc|musl|uclibc|1|1\.\d+(\.\d+)?(-(glibc|musl|uclibc))?)$/, ['sh']),
  'docker.io/library/alpine': plain(alpine, /^(latest|edge|3|3\.\d+(\.\d+)?)$/, ['/bin/sh']),
  'docker.io/library/debian': plain(debian, /^(latest|stable|testing|bookworm|bullseye|trixie|\d+)(-slim)?$/, ['bash']),
  'docker.io/library/ubuntu': plain(ubuntu, /^(latest|\d\d\.\d\d|noble|jammy|focal)$/, ['/bin/bash']),
  'docker.io/library/centos': plain({ ...debian, name: 'centos', release: 'NAME="CentOS Linux"\nVERSION="7 (Core)"\nID="centos"\n' }, /^(latest|\d+(\.\d+)*|centos\d)$/, ['/bin/bash']),
  'docker.io/library/httpd': httpd,
  'docker.io/library/redis': redis,
  'docker.io/library/mysql': database('mysqld', mysqlServer('MySQL', '8.4.2'), 3306, { sizeBytes: 160 * megabyte }),
  'docker.io/library/mariadb': database('mariadbd', mysqlServer('MariaDB', '11.5.2'), 3306),
  'docker.io/library/postgres': database('postgres', postgresServer, 5432),
  'docker.io/library/mongo': quietDaemon('mongod', [27017], '{"s":"I","c":"NETWORK","id":23016,"ctx":"listener","msg":"Waiting for connections","attr":{"port":27017,"ssl":"off"}}\n', 120),
  'docker.io/library/memcached': quietDaemon('memcached', [11211], '', 6),
  'docker.io/library/rabbitmq': quietDaemon('rabbitmq-server', [5672, 15672], ' completed with 0 plugins.\n', 140),
  'docker.io/library/tomcat': single('catalina.sh', tomcat, { base: debian, sizeBytes: 200 * megabyte, entrypoint: [], command: ['catalina.sh', 'run'], exposedPorts: [8080] }),
  'docker.io/library/node': language(['node', 'nodejs'], node, 350),
  'docker.io/library/python': language(['python3', 'python'], python, 320),
  'docker.io/library/perl': language(['perl'], perl, 320),
  'docker.io/library/hello-world': bare('/hello', hello, { sizeBytes: 13_000, entrypoint: [], command: ['/hello'] }),
  'docker.io/library/fluentd': quietDaemon('fluentd', [24224], '[info]: starting fluentd-1.16.5 pid=1 ruby="3.2.4"\n[info]: #0 fluentd worker is now running worker=0\n', 60),
  'docker.io/fluent/fluentd': quietDaemon('fluentd', [24224], '[info]: starting fluentd-1.16.5 pid=1 ruby="3.2.4"\n[info]: #0 fluentd worker is now running worker=0\n', 60),
  'docker.io/hazelcast/hazelcast': quietDaemon('hz', [5701], 'INFO: [dev] [5.5.0] Hazelcast Platform is STARTED\n', 200),
  'docker.io/library/kubia': kubia(7400),
  'docker.io/janwee/kubia': kubia(7400),
  'docker.io/luksa/kubia': kubia(8080),
  'docker.io/wangyanglinux/myapp': myapp,
  'docker.io/ikubernetes/myapp': myapp,
  'hub.atguigu.com/library/myapp': myapp,
  'docker.io/janwee/eureka-server': single('java', javaApp('EurekaServerApplication', 7100), { base: debian, sizeBytes: 180 * megabyte, exposedPorts: [7100] }),
  'docker.io/benjilee5453/test': single('python', flaskApp, { base: debian, sizeBytes: 330 * megabyte, exposedPorts: [5000] }),
  'docker.io/rancher/rancher': quietDaemon('rancher', [80, 443], '[INFO] Rancher version v2.9.2 is starting\n[INFO] Listening on :443\n[INFO] Listening on :80\n', 400),
  'docker.io/curlimages/curl': plain(withCurl, numbered, [], { sizeBytes: 5 * megabyte, entrypoint: ['curl'] }),
  'docker.io/alpine/curl': plain(withCurl, numbered, [], { sizeBytes: 5 * megabyte, entrypoint: ['curl'] }),
  'docker.io/nicolaka/netshoot': plain(withNetworkTools, numbered, ['bash'], { sizeBytes: 180 * megabyte }),
  'docker.io/hashicorp/http-echo': bare('/http-echo', httpEcho),
  'docker.io/traefik/whoami': bare('/whoami', whoamiServer, { exposedPorts: [80] }),
  'docker.io/nginxdemos/hello': { tags: /^(latest|plain-text|0\.\d(-plain-text)?)$/, recipe: () => ({ base: alpine, sizeBytes: 20 * megabyte, programs: { nginx: demoHello }, command: ['nginx', '-g', 'daemon off;'], exposedPorts: [80] }) },
  'docker.io/polinux/stress': single('stress', stress, { entrypoint: [], command: ['stress'] }),
  'docker.io/vish/stress': bare('/stress', stress),
  'docker.io/kubernetes/pause': pause,
  'registry.k8s.io/pause': pause,
  'registry.k8s.io/pause-amd64': pause,
  'registry.k8s.io/echoserver': single('nginx', echoServer, { exposedPorts: [8080] }),
  'registry.k8s.io/hpa-example': single('apache2-foreground', hpaExample, { base: debian, sizeBytes: 150 * megabyte, exposedPorts: [80] }),
  'registry.k8s.io/build-image/debian-base': plain(debian, /^bookworm-v[\d.]+$/, ['bash']),
  'registry.k8s.io/busybox': plain(busybox, numbered, ['sh']),
  'registry.k8s.io/e2e-test-images/agnhost': bare('/agnhost', agnhost, { base: alpine, command: ['pause'], sizeBytes: 48 * megabyte }),
  'registry.k8s.io/e2e-test-images/busybox': plain(busybox, numbered, ['sh']),
  'registry.k8s.io/e2e-test-images/nginx': { tags: numbered, recipe: nginx },
  'gcr.io/google-samples/hello-app': { tags: /^(\d)\.0$/, recipe: (tag) => ({ sizeBytes: 12 * megabyte, programs: { './hello-app': helloApp(tag.charAt(0)) }, entrypoint: ['./hello-app'], exposedPorts: [8080] }) },
};

/** Names under which a registry is known as well: what stands there instead. */
export const mirrors: readonly (readonly [prefix: string, original: string])[] = [
  ['k8s.gcr.io/', 'registry.k8s.io/'],
  ['gcr.io/google_containers/', 'registry.k8s.io/'],
  ['registry.aliyuncs.com/google_containers/', 'registry.k8s.io/'],
  ['registry.cn-hangzhou.aliyuncs.com/google_containers/', 'registry.k8s.io/'],
  ['m.daocloud.io/docker.io/', 'docker.io/'],
  ['public.ecr.aws/docker/library/', 'docker.io/library/'],
  ['quay.io/libpod/', 'docker.io/library/'],
];

/** Registries that answer; any other name is not found in DNS. */
export const registries: ReadonlySet<string> = new Set(['docker.io', 'registry.k8s.io', 'k8s.gcr.io', 'gcr.io', 'ghcr.io', 'quay.io', 'public.ecr.aws', 'mcr.microsoft.com', 'hub.atguigu.com', 'registry.aliyuncs.com', 'registry.cn-hangzhou.aliyuncs.com', 'm.daocloud.io']);
