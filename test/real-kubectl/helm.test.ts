import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missing, startCluster } from './support.ts';
import type { Cluster } from './support.ts';

const chart = join(import.meta.dirname, 'chart');

describe.skipIf(missing !== undefined)('the real helm', { timeout: 120_000 }, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  }, 60_000);
  afterAll(() => cluster.end());

  test('installs a chart with its definitions and hooks, and waits until all of it is there', async () => {
    expect(await cluster.type(`helm install shop ${chart} --wait --timeout 60s`)).toMatch(/STATUS: deployed\nREVISION: 1\n/);
    expect(await cluster.type('helm list')).toMatch(/^shop\s+default\s+1\s.*deployed\s+shop-1\.0\.0\s+1\.27/m);
    expect(await cluster.type('kubectl get deploy,svc,cm,secret,sa,role,rolebinding,hpa,pdb,ingress,widgets -o name | grep shop | sort')).toBe([
      'configmap/shop-config', 'deployment.apps/shop', 'horizontalpodautoscaler.autoscaling/shop', 'ingress.networking.k8s.io/shop', 'poddisruptionbudget.policy/shop',
      'role.rbac.authorization.k8s.io/shop', 'rolebinding.rbac.authorization.k8s.io/shop', 'secret/sh.helm.release.v1.shop.v1', 'secret/shop-secret', 'service/shop',
      'serviceaccount/shop', 'widget.shop.example.com/shop', '',
    ].join('\n'));
    expect(await cluster.type("kubectl get deploy shop -o jsonpath='{.status.readyReplicas}'")).toBe('2');
    expect(await cluster.type('kubectl get pod shop-before')).toContain('NotFound');
  });

  test('upgrades, tells the history, and rolls back', async () => {
    expect(await cluster.type(`helm upgrade shop ${chart} --set replicas=3 --set greeting=bye --wait --timeout 60s`)).toContain('REVISION: 2');
    expect(await cluster.type("kubectl get deploy,widget shop -o jsonpath='{.items[*].spec.replicas} {.items[*].spec.size}'")).toBe('3 3');
    expect(await cluster.type('helm rollback shop 1 --wait')).toMatch(/^Rollback was a success!/);
    expect(await cluster.type('helm history shop')).toMatch(/^1 .*superseded.*Install complete[^]*^2 .*superseded.*Upgrade complete[^]*^3 .*deployed.*Rollback to 1/m);
    expect(await cluster.type("kubectl get cm shop-config -o jsonpath='{.data.greeting}'")).toBe('hello');
  });

  test('tests, with the log of what ran', async () => {
    const output = await cluster.type('helm test shop --logs');
    expect(output).toMatch(/TEST SUITE:\s+shop-test/);
    expect(output).toMatch(/Phase:\s+Succeeded/);
    expect(output).toContain('<title>Welcome to nginx!</title>');
  });

  test('uninstalls, and leaves the definition', async () => {
    expect(await cluster.type('helm uninstall shop --wait')).toBe('release "shop" uninstalled\n');
    expect(await cluster.type('kubectl get deploy,svc,cm,secret,sa,hpa,pdb,ingress,widgets -o name | grep shop')).toBe('[exit 1]\n');
    expect(await cluster.type('kubectl get crd widgets.shop.example.com -o name')).toBe('customresourcedefinition.apiextensions.k8s.io/widgets.shop.example.com\n');
  });
});
