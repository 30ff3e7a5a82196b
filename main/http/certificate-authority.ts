import { X509Certificate } from 'node:crypto';

const certificates = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/gu;

/** Is it PEM with at least one certificate, all of them readable? Node itself passes over what is not, and trust would silently be missing. */
export function isCertificateAuthority(pem: string): boolean {
  const found = pem.match(certificates) ?? [];
  return found.length > 0 && found.every(isCertificate);
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== '';
  } catch {
    return false;
  }
}
