/**
 * What a page of the till may load and do: its own files and nothing else. Both hosts send the same, as a header with every answer,
 * so that a page cannot leave it out. `connect-src 'self'` is the browser host's calls and events; `data:` lets a style sheet carry a small image.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "form-action 'none'",
  "base-uri 'none'",
  "object-src 'none'",
  // A text becomes markup or script only through a policy by this name, and the till makes none: it has no use for either.
  "require-trusted-types-for 'script'",
  'trusted-types default',
].join('; ');
