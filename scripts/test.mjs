// The whole check: types, lint, unit and golden tests, a short swarm, and the page in a browser. Ends with one line
// `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, root } from './ensure-installed.mjs';

if (process.argv.length > 2) {
  console.error('test: takes nothing, it checks everything; its parts are npm run types, lint, unit, swarm and e2e');
  process.exit(2);
}
ensureInstalled();
mkdirSync(join(root, '.build'), { recursive: true });
let passed = 0;
let failed = 0;

step('types', ['npx', 'tsc', '-b']);
step('lint', ['npx', 'oxlint', '--quiet']);
report('unit', ['npx', 'vitest', 'run', '--reporter=default', '--reporter=json', '--outputFile.json=.build/unit.json'], 'unit.json', (json) => ({
  passed: json.numPassedTests,
  failed: json.numFailedTests + json.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length,
}));
if (existsSync(join(root, 'src/doors/swarm.ts'))) {
  step('swarm', ['npm', 'run', '-s', 'swarm', '--', '--seeds', '1..8']);
  step('raft swarm', ['npm', 'run', '-s', 'swarm', '--', '--raft', '--seeds', '1..50']);
}
if (existsSync(join(root, 'playwright.config.ts'))) {
  report('end to end', ['npx', 'playwright', 'test'], 'e2e.json', (json) => ({
    passed: json.stats.expected + json.stats.flaky,
    failed: json.stats.unexpected,
  }), { PLAYWRIGHT_JSON_OUTPUT_NAME: join(root, '.build/e2e.json') });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

/** One command that counts as one test. */
function step(name, command) {
  const status = run(name, command);
  if (status === 0) passed++;
  else failed++;
}

/** A test runner whose JSON report says how many passed and failed. */
function report(name, command, file, count, env = {}) {
  const path = join(root, '.build', file);
  rmSync(path, { force: true });
  const status = run(name, command, env);
  const counts = existsSync(path) ? count(JSON.parse(readFileSync(path, 'utf8'))) : { passed: 0, failed: 1 };
  passed += counts.passed;
  failed += Math.max(counts.failed, status === 0 ? 0 : 1);
}

function run(name, [command, ...args], env = {}) {
  console.log(`\n— ${name}`);
  const result = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } });
  return result.status ?? 1;
}
