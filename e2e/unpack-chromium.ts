import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflate } from '@sparticuz/chromium';

// A process of its own, because the package unpacks into the system's temporary folder and asks for that only by environment:
// `find-chromium.ts` points TMPDIR at a folder that nobody else sees.
const archives = path.join(path.dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..', 'bin');
await Promise.all(['chromium.br', 'fonts.tar.br', 'al2023.tar.br'].map((archive) => inflate(path.join(archives, archive))));
