import { expect, test } from 'vitest';
import { asWritten, manifestNames } from './corrected.ts';
import { Scenario } from './support.ts';

/** What the real kubectl and API server said to each manifest as it was written. */
const answers: Readonly<Record<string, RegExp>> = {
  M01: /^error: error parsing .*: error converting YAML to JSON: yaml: line 4: found character that cannot start any token$/m,
  M02: /yaml: line 32: mapping values are not allowed in this context$/m,
  M03: /namespace in version "v1" cannot be handled as a Namespace: no kind "namespace" is registered for version "v1" in scheme/,
  M04: /^service\/myservice created$/m,
  M05: /yaml: line 9: found a tab character that violates indentation$/m,
  M06: /strict decoding error: unknown field "spec\.nodeSelceter"$/m,
  M07: /yaml: line 8: found a tab character that violates indentation$/m,
  M08: /^service\/ex-service created$/m,
  M09: /^endpoints\/ex-service created$/m,
  M10: /nodePort: Invalid value: 33212: provided port is not in the valid range\. The range of valid ports is 30000-32767$/m,
  M11: /^service\/loadbalancerservice created$/m,
  M12: /no matches for kind "Ingress" in version "extensions\/v1beta1"\nensure CRDs are installed first$/m,
  M13: /spec\.containers\[0\]\.name: Invalid value: "helloNginx": a lowercase RFC 1123 label must consist of/,
  M14: /yaml: line 6: could not find expected ':'$/m,
};

test('each manifest, applied as it was written, is answered as by the real thing', () => {
  const scenario = new Scenario({ workers: [{ name: 'worker-1' }, { name: 'worker-2' }] });
  expect(Object.keys(answers)).toEqual(manifestNames);
  for (const [name, answer] of Object.entries(answers)) {
    scenario.write(`${name}.yaml`, asWritten(name));
    const { output } = scenario.session.answer({ run: `kubectl apply -f ${name}.yaml` });
    expect(output, name).toMatch(answer);
  }
  scenario.expectSound();
});
