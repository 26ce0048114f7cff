import QRCode from 'qrcode';

/** A QR code as SVG: always black on white, because cameras need it so in dark mode too. */
export function QrImage({ content, label }: { content: string; label: string }) {
  const { modules } = QRCode.create(content, { errorCorrectionLevel: 'M' });
  const { size } = modules;
  const dots: string[] = [];
  for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) if (modules.get(y, x)) dots.push(`M${x + 4} ${y + 4}h1v1h-1z`);
  const edge = size + 8;
  return (
    <svg viewBox={`0 0 ${edge} ${edge}`} width="220" height="220" role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={edge} height={edge} fill="#ffffff" />
      <path d={dots.join('')} fill="#000000" />
    </svg>
  );
}
