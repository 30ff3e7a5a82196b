import type { Locator } from 'playwright/test';
import { decodeQR } from 'qr/decode.js';

/** Reads a code off the screen as a telephone does: from a picture of it, and from nothing else. Rejects where it cannot be read. */
export async function readCode(code: Locator): Promise<string> {
  const picture = await code.screenshot({ animations: 'disabled' });
  // A page without a policy: the till's own pages may not paint.
  const painter = await code.page().context().newPage();
  const { width, height, pixels } = await painter.evaluate(async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    const context = canvas.getContext('2d');
    if (!context) throw new Error('nothing can be painted here');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    // One digit a pixel: what a scanner sees of it.
    let dark = '';
    for (let at = 0; at < data.length; at += 4)
      dark += (data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0) < 384 ? '1' : '0';
    return { width: image.width, height: image.height, pixels: dark };
  }, picture.toString('base64'));
  await painter.close();
  const data = new Uint8Array(width * height * 4).fill(255);
  for (let at = 0; at < pixels.length; at += 1) if (pixels[at] === '1') data.fill(0, at * 4, at * 4 + 3);
  return decodeQR({ width, height, data });
}
