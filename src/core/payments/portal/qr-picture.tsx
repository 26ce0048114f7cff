/** A QR code made by this server, shown as a picture that a screen reader can name. */
export function QrPicture({ svg, label }: { svg: string; label: string }) {
  const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  return <img class="qr" src={source} alt={label} width={180} height={180} />;
}
