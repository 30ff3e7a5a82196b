/**
 * CRC-16/CCITT-FALSE of a text in ASCII (qr 5.4, rule 8): polynomial 0x1021, begins with 0xFFFF, nothing reflected, nothing added at the end.
 * @returns four upper-case hexadecimal digits; of `123456789` they are `29B1`
 */
export function crcOf(text: string): string {
  let crc = 0xffff;
  for (let index = 0; index < text.length; index += 1) {
    crc ^= text.charCodeAt(index) << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021;
    crc &= 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}
