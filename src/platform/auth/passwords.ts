import { hash, verify } from '@node-rs/argon2';

// Argon2id with the first set of RFC 9106's successors in use at OWASP: 19 MiB, two passes, one lane; about 25 ms.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 200;

/** Equal characters typed on different keyboards become equal bytes (NIST SP 800-63B, 5.1.1.2). */
const normal = (password: string): string => password.normalize('NFKC').slice(0, PASSWORD_MAX);

/** The Argon2id text to store for a password. */
export const hashPassword = (password: string): Promise<string> => hash(normal(password), cost);

let decoy: Promise<string> | undefined;

/** Does the password fit? Takes the same time when there is nothing to compare with, so that nobody learns which accounts exist. */
export async function passwordFits(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody has this password');
  const fits = await verify(passwordHash ?? (await decoy), normal(password)).catch(() => false);
  return fits && Boolean(passwordHash);
}

// Words that open most guessed passwords; a password that is little more than one of them is refused.
const common = ['passwort', 'password', 'kennwort', 'qwertz', 'qwerty', 'hallo', 'willkommen', 'geheim', 'sommer', 'winter', 'stadtkern', 'admin', 'schatz', 'abc', 'iloveyou', 'letmein'];

export type PasswordWeakness = 'too-short' | 'too-long' | 'too-simple' | 'too-personal';

/** Why a new password is refused, undefined when it is good enough. Length counts, not signs (NIST SP 800-63B, BSI). */
export function weaknessOf(password: string, person: { email?: string | null; name?: string }): PasswordWeakness | undefined {
  if ([...password].length < PASSWORD_MIN) return 'too-short';
  if ([...password].length > PASSWORD_MAX) return 'too-long';
  const bare = password.toLowerCase().replaceAll(/[^\p{L}]+/gu, '');
  const rest = common.reduce((left, word) => left.replaceAll(word, ''), bare);
  if (new Set(password).size < 5 || (bare.length > 0 && rest.length < 3 && rest !== bare) || /^\d+$/.test(password)) return 'too-simple';
  const own = [person.email?.split('@')[0], ...(person.name ?? '').split(/\s+/)].flatMap((word) => (word && word.length >= 3 ? [word.toLowerCase()] : []));
  const left = own.reduce((text, word) => text.replaceAll(word, ''), password.toLowerCase());
  return left.length < 8 && left.length < password.length ? 'too-personal' : undefined;
}
