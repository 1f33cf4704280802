/** A Deployment of Pods with one container, `main`, as a file to apply: what benchmarks and tests begin with. */
export function deploymentText(name: string, replicas: number, image = 'nginx:1.27'): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers: [{name: main, image: '${image}', ports: [{containerPort: 80}], resources: {requests: {cpu: 50m, memory: 64Mi}}}]
`;
}
