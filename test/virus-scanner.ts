import { createServer } from 'node:net';

/** The harmless file by which scanners are tested, in two parts, so that none finds this one. */
export const eicar = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''));

/** A program that speaks clamd's INSTREAM and knows one virus. @returns its address and a way to end it */
export async function startVirusScanner(): Promise<{ address: string; stop(): void }> {
  const server = createServer((socket) => {
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      const all = Buffer.concat(chunks);
      if (all.subarray(-4).equals(Buffer.alloc(4))) socket.end(all.includes('EICAR-STANDARD') ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0');
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as { port: number };
  return { address: `127.0.0.1:${port}`, stop: () => server.close() };
}
