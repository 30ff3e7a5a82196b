import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TlsIdentity } from './listener.ts';

/** The certificate that a till has to trust for a simulator with TLS. Good for localhost, 127.0.0.1 and ::1. */
export const testCertificateFile = fileURLToPath(new URL('test-certificate/certificate.pem', import.meta.url));

/** What a simulator with TLS shows. */
export function testIdentity(): TlsIdentity {
  const read = (name: string): string => readFileSync(new URL(`test-certificate/${name}`, import.meta.url), 'utf8');
  return { key: read('key.pem'), cert: read('certificate.pem') };
}
