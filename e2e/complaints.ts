import type { BrowserContext } from 'playwright/test';

/**
 * Everything that a browser complains of in the windows of a context, as it comes: errors on the console, exceptions that nobody caught,
 * and what the content security policy has stopped.
 * @returns the list, which grows
 */
export async function collectComplaints(context: BrowserContext): Promise<readonly string[]> {
  const complaints: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (webError) => complaints.push(`not caught: ${webError.error().message}`));
  await context.addInitScript(() => {
    // Not every violation gets onto the console by itself.
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) => {
      // oxlint-disable-next-line no-console -- The console is how the page tells the test.
      console.error(`content security policy: ${effectiveDirective} stopped ${blockedURI} of ${sourceFile}`);
    });
  });
  return complaints;
}
