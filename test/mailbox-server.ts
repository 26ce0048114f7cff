import { createServer, type Server, type Socket } from 'node:net';

export type ScriptedMail = { source: string; seen: boolean };
export type MailboxServer = { url: URL; mails: ScriptedMail[]; stop(): void };

const escaped = (text: string): RegExp => new RegExp(`^"?${text}"?$`);

/** A small scripted IMAP server (RFC 3501) with one mailbox, as much as reading unread mails needs. It is no real mail server. */
export async function startMailbox(mails: ScriptedMail[], { user, password }: { user: string; password: string }): Promise<MailboxServer> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.write('* OK [CAPABILITY IMAP4rev1] ready\r\n');
    let rest = '';
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString()).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) socket.write(answer(line, mails, { user, password }));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as { port: number };
  const stop = (): void => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { url: new URL(`imap://${encodeURIComponent(user)}:${password}@127.0.0.1:${port}/INBOX`), mails, stop };
}

function answer(line: string, mails: ScriptedMail[], known: { user: string; password: string }): string {
  const [tag = '', first = '', ...args] = line.split(' ');
  const command = first.toUpperCase() === 'UID' ? `UID ${(args.shift() ?? '').toUpperCase()}` : first.toUpperCase();
  const ok = `${tag} OK done\r\n`;
  const uid = Number(args[0]);
  const mail = mails[uid - 1];
  switch (command) {
    case 'CAPABILITY':
      return `* CAPABILITY IMAP4rev1\r\n${ok}`;
    case 'LOGIN':
      return escaped(known.user).test(args[0] ?? '') && escaped(known.password).test(args[1] ?? '') ? ok : `${tag} NO [AUTHENTICATIONFAILED] wrong\r\n`;
    case 'LIST':
      return `* LIST (\\HasNoChildren) "/" "INBOX"\r\n${ok}`;
    case 'SELECT':
      return `* ${mails.length} EXISTS\r\n* FLAGS (\\Seen)\r\n* OK [PERMANENTFLAGS (\\Seen)] flags\r\n* OK [UIDVALIDITY 1] valid\r\n* OK [UIDNEXT ${mails.length + 1}] next\r\n${tag} OK [READ-WRITE] selected\r\n`;
    case 'UID SEARCH':
      return `* SEARCH${mails.flatMap((one, at) => (one.seen ? [] : [` ${at + 1}`])).join('')}\r\n${ok}`;
    case 'UID FETCH':
      return mail ? `* ${uid} FETCH (UID ${uid} BODY[] {${Buffer.byteLength(mail.source)}}\r\n${mail.source})\r\n${ok}` : ok;
    case 'UID STORE':
      if (mail) mail.seen = true;
      return `* ${uid} FETCH (UID ${uid} FLAGS (\\Seen))\r\n${ok}`;
    case 'LOGOUT':
      return `* BYE\r\n${ok}`;
    default:
      return ok;
  }
}
