import { join } from 'node:path';
import { compose, type ComposeParts } from '../main/compose.ts';
import { createFileLogger } from '../main/logs/file-logger.ts';
import { printInTheWindow } from '../main/ports/slip-printer.ts';
import { readSettings } from '../main/settings/read-settings.ts';
import { demonstrationIdentitySettings } from '../main/testing/till-process.ts';
import type { Till } from '../main/till.ts';
import type { Service } from './service.ts';

type Address = Omit<Service, 'close'>;

/** Where nobody listens: no such service is part of what is measured. */
export const nowhere: Address = { url: 'http://127.0.0.1:9/', user: 'bench', password: 'bench' };

/** The composed till as a shop has it, with its log, in this process. */
export async function openTill(
  dataDirectory: string,
  { bds = nowhere, billpay }: { readonly bds?: Address; readonly billpay?: Address },
  parts: Pick<ComposeParts, 'transport'> = {},
): Promise<Till> {
  const settings = readSettings({
    TILLSTONE_DATA_DIR: dataDirectory,
    TILLSTONE_BDS_URL: bds.url,
    TILLSTONE_BDS_USER: bds.user,
    TILLSTONE_BDS_PASSWORD: bds.password,
    ...(billpay ? billSettings(billpay) : {}),
  });
  if (!settings.ok) throw new Error(JSON.stringify(settings.failure));
  const logger = await createFileLogger({ directory: join(dataDirectory, 'logs'), name: 'till' });
  const services = { bds: settings.value.bds, billpay: settings.value.billpay };
  const composed = compose(settings.value, { logger, printer: printInTheWindow, ...services, ...parts });
  if (!composed.ok) throw new Error(JSON.stringify(composed.failure));
  return {
    ...composed.value,
    async close() {
      await composed.value.close();
      await logger.close();
    },
  };
}

export function billSettings({ url, user, password }: Address): Readonly<Record<string, string>> {
  return {
    ...demonstrationIdentitySettings,
    TILLSTONE_BILLPAY_URL: url,
    TILLSTONE_BILLPAY_USER: user,
    TILLSTONE_BILLPAY_PASSWORD: password,
  };
}
