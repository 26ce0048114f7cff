import QRCode from 'qrcode';

/** Error correction of the symbol: L 7 %, M 15 %, Q 25 %, H 30 %. */
export type QrLevel = 'L' | 'M' | 'Q' | 'H';

/**
 * A QR code (ISO/IEC 18004) as SVG text, one unit per module with the quiet zone of four modules; scales without loss.
 * Throws when the text does not fit (about 2,900 bytes at level L).
 */
export function qrSvg(text: string, level: QrLevel = 'M'): string {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: level });
  const size = modules.size + 8;
  let path = '';
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; ) {
      const start = column;
      while (column < modules.size && modules.get(row, column)) column++;
      if (column > start) path += `M${start + 4} ${row + 4}h${column - start}v1h${start - column}z`;
      else column++;
    }
  }
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>`
  );
}
