import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = '/usr/sbin/dovecot';
const NOBODY = 65_534;

/** Why no real mail server can be started here; undefined: it can. */
export function dovecotMissing(): string | undefined {
  if (!existsSync(PROGRAM)) return 'Dovecot ist nicht installiert';
  return process.getuid?.() === 0 ? undefined : 'Dovecot wechselt den Benutzer und braucht root';
}

export type Dovecot = { url: URL; /** Puts mails into the inbox, as they came. */ deliver(mails: (string | Buffer)[]): Promise<void>; stop(): Promise<void> };

/** A real Dovecot with one mailbox, in a folder and on a port of its own. */
export async function startDovecot(): Promise<Dovecot> {
  const dir = await mkdtemp(join(tmpdir(), 'stadtkern-dovecot-'));
  await chmod(dir, 0o755);
  const port = await freePort();
  const box = join(dir, 'mail', 'post');
  for (const folder of ['', 'cur', 'new', 'tmp']) await mkdir(join(box, folder), { recursive: true });
  await writeFile(join(dir, 'users'), 'post:{PLAIN}ge heim\n');
  await writeFile(join(dir, 'dovecot.conf'), `base_dir = ${dir}/run
state_dir = ${dir}/state
log_path = ${dir}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${dir}/mail/%u
default_login_user = nobody
default_internal_user = nobody
default_internal_group = nogroup
first_valid_uid = 1
passdb {
  driver = passwd-file
  args = scheme=PLAIN ${dir}/users
}
userdb {
  driver = static
  args = uid=${NOBODY} gid=${NOBODY} home=${dir}/mail/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
namespace inbox {
  inbox = yes
}
`);
  await own(join(dir, 'mail'), box, ...['cur', 'new', 'tmp'].map((name) => join(box, name)));
  const server = spawn(PROGRAM, ['-F', '-c', join(dir, 'dovecot.conf')], { stdio: 'ignore' });
  await untilOpen(port);
  let count = 0;
  return {
    url: new URL(`imap://post:ge%20heim@127.0.0.1:${port}/INBOX`),
    deliver: async (mails) => {
      for (const mail of mails) {
        const path = join(box, 'new', `1700000000.M${++count}P1.test`);
        await writeFile(path, mail);
        await own(path);
      }
    },
    stop: async () => {
      server.kill();
      if (server.exitCode === null) await once(server, 'exit');
      await rm(dir, { recursive: true, force: true });
    },
  };
}

const own = async (...paths: string[]): Promise<void> => {
  for (const path of paths) await chown(path, NOBODY, NOBODY);
};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function untilOpen(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const socket = connect({ host: '127.0.0.1', port });
    const open = await new Promise<boolean>((done) => socket.once('connect', () => done(true)).once('error', () => done(false)));
    socket.destroy();
    if (open) return;
    await new Promise((wait) => setTimeout(wait, 25));
  }
  throw new Error('Dovecot did not start');
}
