export { localAuthority as testAuthority } from '../local-authority.ts';
