/** What a normaliser must know of the cluster that answered. */
export interface Surroundings {
  /** As kubeconfig has it: `https://10.0.0.10:6443`. */
  readonly server: string;
  readonly nodeAddresses: readonly string[];
}

/** Characters that names are generated from. */
const random = '[bcdfghjklmnpqrstvwxz2456789]';

/** In order: what cannot be the same in two runs, and the word that says what stood there. */
const replacements: readonly (readonly [RegExp, string])[] = [
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z\b/g, 'TIME'],
  [/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000/g, 'TIME'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, 'UID'],
  [/kube-api-access-[a-z0-9]{5}/g, 'kube-api-access-ID'],
];

const furtherReplacements: readonly (readonly [RegExp, string])[] = [
  [/\b10\.244\.\d+\.\d+\b/g, 'POD_IP'],
  [/\b10\.(9[6-9]|10\d|11[01])\.(?!0\.1\b)\d+\.\d+\b/g, 'CLUSTER_IP'],
  [new RegExp(`-${random}{8,10}-${random}{5}\\b`, 'g'), '-HASH-ID'],
  [new RegExp(`-${random}{8,10}\\b(?=[\\s"'.,:/(]|$)`, 'gm'), '-HASH'],
  [new RegExp(`(pod-template-hash[=:]\\s*"?)${random}{8,10}`, 'g'), '$1HASH'],
  [/(controller-revision-hash[=:]\s*"?)\S+?(?=[",\s]|$)/g, '$1HASH'],
  [new RegExp(`((?:pod|Pod|pods|job|rs)[/: ]+"?[a-z0-9.-]*?|^[a-z0-9.-]*?)-${random}{5}\\b(?=[\\s"'.,:]|$)`, 'gm'), '$1-ID'],
  [/(resourceVersion"?: ?"?)\d+("?)/g, '$1N$2'],
  [/(ResourceVersion|Resource Version:\s+)\d+/g, '$1N'],
  [/(\\"resourceVersion\\":\\")\d+/g, '$1N'],
  [/(healthCheckNodePort"?: ?)3[0-2]\d{3}/g, '$1NODE_PORT'],
  [/(nodePort"?: ?|NodePort:\s+\S+\s+)3[0-2]\d{3}/g, '$1NODE_PORT'],
  [/:3[0-2]\d{3}\/(TCP|UDP)/g, ':NODE_PORT/$1'],
  [/\(x\d+ over \S+\)/g, '(xN over AGE)'],
  [/\((\d+[smhd])+ ago\)/g, '(AGE ago)'],
  [/\b(containerd|docker):\/\/[0-9a-f]{64}/g, '$1://ID'],
];

/** A span of time that stands alone; the look-behinds keep `for 5m` as it is. */
const age = /(?<=^|\s)(?<!for )(?:\d+y)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?=\s|$)/gm;

/** The output with everything replaced that differs from run to run: times, addresses, random names, identifiers. */
export function normalise(output: string, { server, nodeAddresses }: Surroundings): string {
  const apply = (text: string, list: typeof replacements): string => list.reduce((result, [pattern, word]) => result.replace(pattern, word), text);
  const known = [...new Set(['127.0.0.1', ...nodeAddresses])].map((address) => address.replaceAll('.', '\\.')).join('|');
  const withoutNodes = apply(output.replaceAll(server, 'https://SERVER'), replacements).replace(new RegExp(`(?<![\\d.:]|//)(${known})(?![\\d.])`, 'g'), 'NODE_IP');
  return apply(withoutNodes, furtherReplacements)
    .replace(age, (found) => (found === '' ? '' : 'AGE'))
    .replace(/(?<=\S) {2,}/g, '  ')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n');
}
