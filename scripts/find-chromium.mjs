import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Where a Chromium is: named by the environment, installed, Playwright's own (undefined), or unpacked from npm. */
export async function findChromium() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']) {
    try {
      return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
    } catch {
      // Not installed under this name.
    }
  }
  const { chromium } = await import('playwright-core');
  if (existsSync(chromium.executablePath())) return undefined;
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs20.x'; // makes it unpack its own nss and nspr
  return (await import('@sparticuz/chromium')).default.executablePath();
}
