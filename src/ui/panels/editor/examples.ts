/** A file to begin with. */
export interface Example {
  readonly id: string;
  readonly file: string;
  readonly title: { readonly en: string; readonly zh: string };
  readonly text: string;
}

const texts = import.meta.glob<string>('./examples/**/*.yaml', { query: '?raw', import: 'default', eager: true });

function example(id: string, file: string, en: string, zh: string): Example {
  return { id, file, title: { en, zh }, text: texts[`./examples/${id}.yaml`] ?? '' };
}

/** The first six are shown in the empty editor. */
export const beginnings: readonly Example[] = [
  example('beginnings/deploy', 'deploy.yaml', 'Three nginx Pods behind a Service', 'Service 后面的三个 nginx Pod'),
  example('beginnings/pending', 'pending.yaml', 'A Pod that no node can take', '没有节点能接受的 Pod'),
  example('beginnings/rollout', 'rollout.yaml', 'A rollout, step by step', '一步一步的 rollout'),
  example('beginnings/crash', 'crash.yaml', 'A container that keeps crashing', '不断崩溃的容器'),
  example('beginnings/init', 'init.yaml', 'Init containers that wait', '等待的 init 容器'),
  example('beginnings/spread', 'spread.yaml', 'Two zones, spread evenly', '两个区域，均匀分布'),
];

/** The documents' manifests, byte for byte; most of them are refused by today's server, and say why. */
export const documents: readonly Example[] = [
  example('documents/M01-replicaset-nginx-deployment', 'm01.yaml', 'M01 A ReplicaSet of nginx', 'M01 nginx 的 ReplicaSet'),
  example('documents/M02-pod-init-containers', 'm02.yaml', 'M02 A Pod with init containers', 'M02 带 init 容器的 Pod'),
  example('documents/M03-namespace', 'm03.yaml', 'M03 A Namespace', 'M03 Namespace'),
  example('documents/M04-service-myservice', 'm04.yaml', 'M04 A Service', 'M04 Service'),
  example('documents/M05-service-two-ports', 'm05.yaml', 'M05 A Service with two ports', 'M05 两个端口的 Service'),
  example('documents/M06-pod-named-ports', 'm06.yaml', 'M06 A Pod with named ports', 'M06 带命名端口的 Pod'),
  example('documents/M07-service-named-target-ports', 'm07.yaml', 'M07 Target ports by name', 'M07 按名称的目标端口'),
  example('documents/M08-service-without-selector', 'm08.yaml', 'M08 A Service without selector', 'M08 没有 selector 的 Service'),
  example('documents/M09-endpoints', 'm09.yaml', 'M09 Endpoints by hand', 'M09 手写的 Endpoints'),
  example('documents/M10-service-nodeport', 'm10.yaml', 'M10 A NodePort outside the range', 'M10 超出范围的 NodePort'),
  example('documents/M11-service-loadbalancer', 'm11.yaml', 'M11 A LoadBalancer', 'M11 LoadBalancer'),
  example('documents/M12-ingress', 'm12.yaml', 'M12 An Ingress of old', 'M12 旧版 Ingress'),
  example('documents/M13-pod-mynginx0', 'm13.yaml', 'M13 A Pod with a bad name', 'M13 名称不合规的 Pod'),
  example('documents/M14-volumes-fragment', 'm14.yaml', 'M14 A fragment', 'M14 片段'),
];

/** The same, as today's server takes them. */
export const corrected: readonly Example[] = [
  example('corrected/m01', 'm01.yaml', 'M01 corrected', 'M01 已改正'), example('corrected/m02', 'm02.yaml', 'M02 corrected', 'M02 已改正'),
  example('corrected/m03', 'm03.yaml', 'M03 corrected', 'M03 已改正'), example('corrected/m05', 'm05.yaml', 'M05 corrected', 'M05 已改正'),
  example('corrected/m06', 'm06.yaml', 'M06 corrected', 'M06 已改正'), example('corrected/m07', 'm07.yaml', 'M07 corrected', 'M07 已改正'),
  example('corrected/m10', 'm10.yaml', 'M10 corrected', 'M10 已改正'), example('corrected/m12', 'm12.yaml', 'M12 corrected', 'M12 已改正'), example('corrected/m13', 'm13.yaml', 'M13 corrected', 'M13 已改正'),
  example('corrected/m14', 'm14.yaml', 'M14 in a whole Pod', 'M14 放进完整的 Pod'),
];
