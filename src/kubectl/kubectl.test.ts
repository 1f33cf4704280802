import { describe, expect, test } from 'vitest';
import type { ApiRequest } from '../kinds/index.ts';
import { KubectlWorld, failure } from './testing/kubectl-world.ts';

const notFound = (name: string) => failure(404, 'NotFound', `pods "${name}" not found`);

const table = (names: readonly string[]) => ({
  apiVersion: 'meta.k8s.io/v1', kind: 'Table', metadata: {},
  columnDefinitions: [{ name: 'Name', type: 'string', format: 'name', description: '', priority: 0 }, { name: 'Status', type: 'string', format: '', description: '', priority: 0 }, { name: 'IP', type: 'string', format: '', description: '', priority: 1 }],
  rows: names.map((name) => ({ cells: [name, 'Running', '10.244.0.1'], object: { metadata: { name, namespace: 'default', labels: { app: name } } } })),
});

describe('the command line', () => {
  const world = new KubectlWorld();
  test.each([
    ['frobnicate', 'error: unknown command "frobnicate" for "kubectl"\n'],
    ['gett pods', 'error: unknown command "gett" for "kubectl"\n\nDid you mean this?\n\tset\n\tget\n'],
    ['aply -f x.yaml', 'error: unknown command "aply" for "kubectl"\n\nDid you mean this?\n\tapply\n'],
    ['get pods --selecter=a', "error: unknown flag: --selecter\nSee 'kubectl get --help' for usage.\n"],
    ['get pods -q', "error: unknown shorthand flag: 'q' in -q\nSee 'kubectl get --help' for usage.\n"],
    ['get pods -n', "error: flag needs an argument: 'n' in -n\nSee 'kubectl get --help' for usage.\n"],
    ['get pods -v=x', 'error: invalid argument "x" for "-v, --v" flag: strconv.ParseInt: parsing "x": invalid syntax\nSee \'kubectl get --help\' for usage.\n'],
    ['rollout stats deployment/web', 'error: unknown command "stats deployment/web"\nSee \'kubectl rollout -h\' for help and examples\n'],
    ['create deploymnt web', "error: Unexpected args: [deploymnt web]\nSee 'kubectl create -h' for help and examples\n"],
    ['get pods.v2', 'error: the server doesn\'t have a resource type "pods"\n'],
    ['get pod/', 'error: arguments in resource/name form must have a single resource and name\n'],
    ['delete pods', 'error: resource(s) were provided, but no name was specified\n'],
    ['apply', 'error: must specify one of -f and -k\n'],
    ['create -f missing.yaml', 'error: the path "missing.yaml" does not exist\n'],
    ['create -f missing.yaml -f gone.yaml', 'the path "missing.yaml" does not exist\nthe path "gone.yaml" does not exist\n'],
    ['apply -f https://', 'Unable to connect to the server: http: no Host in request URL\n'],
    ['set image --all a=b', 'error: You must provide one or more resources by argument or filename.\nExample resource specifications include:\n   \'-f rsrc.yaml\'\n   \'--filename=rsrc.json\'\n   \'<resource> <name>\'\n   \'<resource>\'\n'],
    ['cordon no/a b', 'Error from server (NotFound): the server could not find the requested resource (get nodes a)\n'],
    ['set image deploy web a=b =c', 'error: all resources must be specified before image changes: =c\n'],
    ['set env deploy web A=b =c', 'error: all resources must be specified before environment changes: deploy web A=b =c\n'],
    ['patch cm conf --patch-file=/root', 'error: unable to read patch file: read /root: is a directory\n'],
    ['autoscale deploy web --cpu=1 --cpu-percent=2', 'Flag --cpu-percent has been deprecated, Use --cpu with percentage or resource quantity format (e.g., \'70%\' for utilization or \'500m\' for milliCPU).\nerror: required flag(s) "max" not set\n'],
    ['label cm conf a=b c --dry-run=maybe', 'error: Invalid dry-run value (maybe). Must be "none", "server", or "client".\n'],
    ['autoscale deploy web --max=0 --dry-run=maybe', 'error: Invalid dry-run value (maybe). Must be "none", "server", or "client".\n'],
    ['apply -f missing.yaml -o odd', 'error: the path "missing.yaml" does not exist\n'],
    ['delete -f missing.yaml -o yaml', 'error: the path "missing.yaml" does not exist\n'],
    ['delete --raw=/x -o yaml', "error: unexpected -o output mode: yaml. We only support '-o name'\n"],
    ['delete po/web -l a=b --all', "error: setting 'all' parameter but found a non empty selector. \n"],
    ['exec web --pod-running-timeout=0s', "error: --pod-running-timeout must be higher than zero\nSee 'kubectl exec -h' for help and examples\n"],
    ['logs web --pod-running-timeout=0s', 'error: --pod-running-timeout must be higher than zero\n'],
    ['get po,all x', 'error: the server doesn\'t have a resource type "all"\n'],
    ['create clusterrole r --aggregation-rule=a=b,c', 'error: invalid argument "a=b,c" for "--aggregation-rule" flag: malformed pair, expect string=string\nSee \'kubectl create clusterrole --help\' for usage.\n'],
    ['auth can-i list pods --no-headers', 'error: --no-headers cannot be set without --list specified\n'],
    ['proxy --unix-socket=x --port=2', 'error: cannot set --unix-socket and --port at the same time\n'],
    ['cordon node/a pod/b', 'error: you may only specify a single resource type\n'],
    ['exec -- ls', 'error: pod, type/name or --filename must be specified\n'],
    ['logs deploy/', 'error: arguments in resource/name form must have a single resource and name\n'],
    ['run web --image=nginx --env=1a=b', 'error: invalid env: 1a=b\n'],
    ['run web --image=nginx --pod-running-timeout=0', "error: --pod-running-timeout must be higher than zero\nSee 'kubectl run -h' for help and examples\n"],
    ['get pods --show-labels -o yaml', 'error: --show-labels option cannot be used with yaml printer\n'],
    ['get -f missing.yaml svc/web', 'error: the path "missing.yaml" does not exist\n'],
    ['label cm conf a=b --local --dry-run=server', 'error: cannot specify --local and --dry-run=server - did you mean --dry-run=client?\n'],
    ['set env deploy/web --keys=A', 'error: when specifying --keys, a configmap or secret must be provided with --from\n'],
    ['taint no --all -l a=b a=b:NoSchedule', "error: setting 'all' parameter with a non empty selector is prohibited\n"],
    ['explain pods --api-version=apps/v1', 'error: GVR (apps/v1, Resource=pods) not found in OpenAPI schema\n'],
    ['top node web -l a=b', 'error: only one of NAME or --selector can be provided\n'],
    ['autoscale deploy web --max=2 --cpu=x --memory=y', 'error: invalid resource cpu value: x\n'],
    ['autoscale nosuch web --max=2 --memory=-5%', 'error: invalid percentage value: -5\n'],
    ['exec -f missing.yaml web -- ls', 'error: the path "missing.yaml" does not exist\n'],
    ['scale deploy web --replicas=1 -o wide', 'error: unable to match a printer suitable for the output format "wide", allowed formats are: go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,yaml\n'],
  ])('kubectl %s is refused', (line, expected) => {
    const { err, status } = world.run(line);
    expect(err).toBe(expected);
    expect(status).toBe(1);
  });

  test('items of a list that are of no known type are told together, after what else is in it', () => {
    const listing = new KubectlWorld();
    listing.answer = ({ verb }) => (verb === 'create' ? { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'conf' } } : notFound('conf'));
    const items = [{ apiVersion: 'v1', kind: 'Cat' }, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'conf' } }, { apiVersion: 'v2', kind: 'Pod' }];
    listing.files.write('/root/list.yaml', JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    expect(listing.run('apply -f /root/list.yaml')).toEqual({ out: 'configmap/conf created\n', err: 'unable to recognize no matches for kind "Cat" in version "v1"\nunable to recognize no matches for kind "Pod" in version "v2"\n', status: 1 });
  });

  test('a list within a list is none', () => {
    const listing = new KubectlWorld();
    listing.files.write('/root/list.yaml', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'List', items: [] }] }));
    expect(listing.run('apply -f /root/list.yaml').err).toBe('error: *unstructured.Unstructured is not a list: no Items field in this object\n');
  });

  test('a node that is cordoned already is left alone, and said to be so', () => {
    const cordoning = new KubectlWorld();
    cordoning.answer = () => ({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'worker' }, spec: { unschedulable: true } });
    expect(cordoning.run('cordon worker').out).toBe('node/worker already cordoned\n');
    expect(cordoning.requests.map(({ verb }) => verb)).toEqual(['get']);
  });

  test('a variable of the environment with a minus behind it goes', () => {
    const setting = new KubectlWorld();
    const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { template: { spec: { containers: [{ name: 'c', env: [{ name: 'A', value: '1' }, { name: 'B', value: '2' }] }] } } } };
    setting.files.write('/root/web.yaml', JSON.stringify(deployment));
    expect(setting.run('set env -f /root/web.yaml --local A- -o jsonpath={.spec.template.spec.containers[0].env}').out).toBe('[{"name":"B","value":"2"}]');
  });

  test('more than twelve objects are sorted as well as few', () => {
    const sorting = new KubectlWorld();
    const names = ['n', 'c', 'm', 'a', 'l', 'b', 'k', 'd', 'j', 'e', 'i', 'f', 'h', 'g'];
    sorting.answer = () => ({ apiVersion: 'v1', kind: 'ConfigMapList', metadata: {}, items: names.map((name) => ({ metadata: { name } })) });
    expect(sorting.run('get cm -o jsonpath={.items[*].metadata.name} --sort-by=.metadata.name').out).toBe('a b c d e f g h i j k l m n');
  });

  test.each(['create', 'apply'])('what kubectl %s creates is sent without the version that it has elsewhere', (verb) => {
    const writing = new KubectlWorld();
    writing.answer = ({ verb: asked }) => (asked === 'create' ? { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'conf' } } : notFound('conf'));
    writing.files.write('/root/conf.yaml', JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'conf', resourceVersion: '7' } }));
    writing.run(`${verb} -f /root/conf.yaml`);
    const { body } = writing.requests.at(-1) ?? {};
    expect(body).toMatchObject({ metadata: { name: 'conf' } });
    expect(body).not.toHaveProperty('metadata.resourceVersion');
  });

  test('what has no order ends the run where it was compared', () => {
    const sorting = new KubectlWorld();
    sorting.answer = () => ({ apiVersion: 'v1', kind: 'ConfigMapList', metadata: {}, items: ['a', 'b'].map((name) => ({ metadata: { name }, data: { name } })) });
    const { err, status } = sorting.run('get cm -o name --sort-by=.data');
    expect(err).toMatch(/^F0101 .* sorter\.go:329\] Field \{\.data\} in \*unstructured\.Unstructured is an unsortable type: interface, err: unsortable type: map\[string\]interface \{\}\n$/);
    expect(status).toBe(1);
  });

  test('what is wrong with a format is told where there is something to print', () => {
    const printing = new KubectlWorld();
    printing.answer = ({ verb }) => (verb === 'get' ? notFound('gone') : { apiVersion: 'v1', kind: 'PodList', metadata: {}, items: [] });
    expect(printing.run('get pods -o jsonpath={.kind} --template={.kind}').err).toBe('error: unable to match a printer suitable for the output format "jsonpath={.kind}", allowed formats are: custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,wide,yaml\n');
    expect(printing.run('get pod gone -o odd').err).toBe('Error from server (NotFound): pods "gone" not found\n');
    expect(printing.run('get pod gone -o odd --ignore-not-found')).toEqual({ out: '', err: '', status: 0 });
  });

  test('--record notes the words and the flags as they were typed, and is told to be of older days', () => {
    const recording = new KubectlWorld();
    recording.answer = () => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'conf' } });
    expect(recording.run('label cm conf a=b -n shop --record').err).toBe('Flag --record has been deprecated, --record will be removed in the future\n');
    expect(recording.requests.at(-1)).toMatchObject({ body: { metadata: { annotations: { 'kubernetes.io/change-cause': 'kubectl label cm conf a=b --namespace=shop --record=true' }, labels: { a: 'b' } } } });
  });

  test('whoever shows a token and a name is asked to show one of them', () => {
    expect(world.run('get pods --token=t --username=u').err).toBe('error: more than one authentication method found for me; found [token basicAuth], only one is allowed\n');
  });

  test('help is not an error, and a holder of commands without one is', () => {
    expect(world.run('get --help')).toMatchObject({ status: 0, err: '' });
    expect(world.run('rollout').status).toBe(1);
    expect(world.run('help nope')).toMatchObject({ out: '', err: expect.stringMatching(/^Unknown help topic \[`nope`\]/) as string });
    expect(world.run('set')).toMatchObject({ status: 1, out: '' });
    expect(world.run('certificate nope')).toMatchObject({ status: 0, err: '' });
  });
});

describe('a server that cannot be reached', () => {
  test('is told with what was asked of it by whoever tries to create something', () => {
    const { err } = new KubectlWorld(false).run('create cm conf');
    expect(err).toBe('error: failed to create configmap: Post "https://10.0.0.10:6443/api/v1/namespaces/default/configmaps?fieldManager=kubectl-create&fieldValidation=Strict": dial tcp 10.0.0.10:6443: connect: connection refused\n');
  });

  test('is told with its address', () => {
    const told = new KubectlWorld(false).run('get pods').err.split('\n');
    expect(told.slice(5).join('\n')).toBe('The connection to the server 10.0.0.10:6443 was refused - did you specify the right host or port?\n');
    for (const line of told.slice(0, 5)) expect(line).toMatch(/^E0101 00:00:00\.\d{6} +1 memcache\.go:265\] "Unhandled Error" err="couldn't get current server API group list: Get \\"https:\/\/10\.0\.0\.10:6443\/api\?timeout=32s\\": dial tcp 10\.0\.0\.10:6443: connect: connection refused"$/);
  });
});

describe('what a server serves', () => {
  const kept = '/root/.kube/cache/discovery/10.0.0.10_6443/servergroups.json';

  test('is asked once, and again for what was not there, when the file is gone, and after six hours', () => {
    const world = new KubectlWorld();
    world.answer = () => table(['api']);
    const askedBy = (line: string): number => {
      const before = world.discoveries;
      world.run(line);
      return world.discoveries - before;
    };
    expect(askedBy('get pods')).toBe(1);
    expect(askedBy('get po,nodes')).toBe(0);
    expect(askedBy('get deployments.apps')).toBe(0);
    expect(askedBy('get gadgets')).toBe(1);
    expect(askedBy('get pods.v1.apps')).toBe(1); // a word that may begin with a version
    expect(askedBy('api-versions')).toBe(1);
    world.files.remove(kept);
    expect(askedBy('get pods')).toBe(1);
    world.files.write(kept, 'not JSON');
    expect(askedBy('get pods')).toBe(1);
    world.kernel.run({ untilMs: world.kernel.nowMs + 6 * 3_600_000 });
    expect(askedBy('get pods')).toBe(1);
  });

  test('may be gone meanwhile, which is told with what was asked', () => {
    const world = new KubectlWorld();
    world.answer = () => table([]);
    world.run('get deployments');
    world.answer = () => failure(404, 'NotFound', 'the server could not find the requested resource');
    expect(world.run('get deployments').err).toBe('Error from server (NotFound): Unable to list "apps/v1, Resource=deployments": the server could not find the requested resource (get deployments.apps)\n');
    expect(world.run('get deployment web').err).toBe('Error from server (NotFound): the server could not find the requested resource (get deployments.apps web)\n');
  });
});

describe('kubectl get', () => {
  test('prints the server’s columns, wide ones only when asked', () => {
    const world = new KubectlWorld();
    world.answer = () => table(['api', 'web']);
    expect(world.run('get po').out).toBe('NAME   STATUS\napi    Running\nweb    Running\n');
    expect(world.run('get po -o wide --no-headers').out).toBe('api   Running   10.244.0.1\nweb   Running   10.244.0.1\n');
    expect(world.run('get po -L app --show-kind').out).toBe('NAME      STATUS    APP\npod/api   Running   api\npod/web   Running   web\n');
  });

  test('says when there is nothing, and where', () => {
    const world = new KubectlWorld();
    world.answer = () => table([]);
    expect(world.run('get pods').err).toBe('No resources found in default namespace.\n');
    expect(world.run('get nodes').err).toBe('No resources found\n');
  });

  test('goes on after an object that is missing', () => {
    const world = new KubectlWorld();
    world.answer = (request) => (request.type === 'resource' && request.name === 'api' ? table(['api']) : notFound('ghost'));
    const { out, err, status } = world.run('get pod api ghost');
    expect(out).toBe('NAME   STATUS\napi    Running\n');
    expect(err).toBe('Error from server (NotFound): pods "ghost" not found\n');
    expect(status).toBe(1);
  });

  test('sends who it is with each request', () => {
    const world = new KubectlWorld();
    world.answer = () => table(['api']);
    world.run('get pods -l app=web -n shop');
    expect(world.requests[0]).toMatchObject({ verb: 'list', resource: 'pods', namespace: 'shop', as: 'table', credentials: { token: 'mine' }, options: { labelSelector: 'app=web', limit: 500 } });
    expect(world.requests[0]?.userAgent).toMatch(/^kubectl\/v1\.36\.3/);
  });
});

describe('kubectl create and apply', () => {
  test('name the file of what was refused', () => {
    const world = new KubectlWorld();
    world.files.write('/root/a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n');
    world.answer = () => failure(409, 'AlreadyExists', 'configmaps "a" already exists');
    expect(world.run('create -f a.yaml').err).toBe('Error from server (AlreadyExists): error when creating "a.yaml": configmaps "a" already exists\n');
  });

  test('check the items of a list by their types, and ask nobody when one does not fit', () => {
    const world = new KubectlWorld();
    world.files.write('/root/a.yaml', 'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{image: [x], ports: [{}], args: [1, {}]}], node: 1}}\n');
    expect(world.run('create -f a.yaml').err).toBe('error: error validating "a.yaml": error validating data: ['
      + 'ValidationError(Pod.spec.containers[0].args[1]): invalid type for io.k8s.api.core.v1.Container.args: got "map", expected "string", '
      + 'ValidationError(Pod.spec.containers[0].image): invalid type for io.k8s.api.core.v1.Container.image: got "array", expected "string", '
      + 'ValidationError(Pod.spec.containers[0].ports[0]): missing required field "containerPort" in io.k8s.api.core.v1.ContainerPort, '
      + 'ValidationError(Pod.spec.containers[0]): missing required field "name" in io.k8s.api.core.v1.Container, '
      + 'ValidationError(Pod.spec): unknown field "node" in io.k8s.api.core.v1.PodSpec]; if you choose to ignore these errors, turn validation off with --validate=false\n');
    expect(world.requests).toEqual([]);
  });

  test('tell several causes one below the other', () => {
    const world = new KubectlWorld();
    world.files.write('/root/a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n');
    world.answer = () => failure(422, 'Invalid', 'x', { kind: 'ConfigMap', name: 'a', causes: [{ field: 'a', message: 'Required value' }, { field: 'b', message: 'Required value' }] });
    expect(world.run('create -f a.yaml').err).toBe('The ConfigMap "a" is invalid: \n* a: Required value\n* b: Required value\n');
  });

  test('leave the documents before a broken one created', () => {
    const world = new KubectlWorld();
    world.files.write('/root/a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\na: [\n');
    world.answer = (request) => (request as ApiRequest & { body: unknown }).body;
    const { out, err } = world.run('create -f a.yaml');
    expect(out).toBe('configmap/a created\n');
    expect(err).toMatch(/^error: error parsing a\.yaml: error converting YAML to JSON: yaml: /);
  });

  test('patch only what the file changed and took away', () => {
    const world = new KubectlWorld();
    const annotation = (data: object) => `${JSON.stringify({ apiVersion: 'v1', data, kind: 'ConfigMap', metadata: { annotations: {}, name: 'a', namespace: 'default' } })}\n`;
    const live = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default', annotations: { 'kubectl.kubernetes.io/last-applied-configuration': annotation({ gone: '1', kept: '2' }) } }, data: { gone: '1', kept: '2', byHand: '3' } };
    world.files.write('/root/a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {kept: "4"}\n');
    world.answer = () => live;
    expect(world.run('apply -f a.yaml').out).toBe('configmap/a configured\n');
    expect(world.requests[1]).toMatchObject({ verb: 'patch', patchType: 'strategic', body: { data: { gone: null, kept: '4' } }, options: { fieldManager: 'kubectl-client-side-apply' } });
    world.files.write('/root/a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {gone: "1", kept: "2"}\n');
    expect(world.run('apply -f a.yaml').out).toBe('configmap/a unchanged\n');
  });

  test('make objects from flags', () => {
    const world = new KubectlWorld();
    expect(world.run('create deployment web --image=nginx:1.27 --port=80 --dry-run=client -o jsonpath={.spec.template.spec.containers[0]}').out)
      .toBe('{"image":"nginx:1.27","name":"nginx","ports":[{"containerPort":80}],"resources":{}}');
    expect(world.run('create deployment web').err).toBe('error: required flag(s) "image" not set\n');
    expect(world.requests).toEqual([]);
  });
});

describe('a variable’s name', () => {
  test.each([
    ['.', '"." is not a valid key name: must not be \'.\''],
    ['..', '".." is not a valid key name: must not be \'..\''],
    ['..a', '"..a" is not a valid key name: must not start with \'..\''],
  ])('%s is refused by set env and by files of variables', (name, expected) => {
    const world = new KubectlWorld();
    world.files.write('/root/pod.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: b}]}\n');
    world.files.write('/root/vars', `${name}=x\n`);
    expect(world.run(`set env --local -f pod.yaml -o yaml ${name}=x`)).toEqual({ out: '', err: `error: ${expected}\n`, status: 1 });
    expect(world.run('create configmap a --dry-run=client -o yaml --from-env-file=vars')).toEqual({ out: '', err: `error: ${expected}\n`, status: 1 });
  });
});

describe('kubectl edit', () => {
  test('sends the difference that the editor made', () => {
    const world = new KubectlWorld();
    const live = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' }, data: { colour: 'blue' } };
    world.answer = () => live;
    world.env.set('EDITOR', 'paint');
    world.programs.set('paint', function* paint(context) {
      const path = context.argv[1] ?? '';
      world.files.write(path, world.files.read(path).replace('blue', 'red'));
      return 0;
    });
    expect(world.run('edit cm a').out).toBe('configmap/a edited\n');
    expect(world.requests[1]).toMatchObject({ verb: 'patch', body: { data: { colour: 'red' } }, options: { fieldManager: 'kubectl-edit' } });
    world.programs.set('paint', function* nothing() {
      return 0;
    });
    expect(world.run('edit cm a').err).toBe('Edit cancelled, no changes made.\n');
    expect(world.run('edit cm a').out).toBe('');
  });
});

describe('kubectl config', () => {
  test('changes the file of the person', () => {
    const world = new KubectlWorld();
    expect(world.run('config set-context --current --namespace=shop').out).toBe('Context "a" modified.\n');
    world.answer = () => table([]);
    expect(world.run('get pods').err).toBe('No resources found in shop namespace.\n');
    expect(world.run('config use-context nope').err).toBe('error: no context exists with the name: "nope"\n');
  });
});
