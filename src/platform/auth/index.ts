/** Door: accounts of citizens and staff, sessions, and every way to sign in. */
export {
  accountNames, changeAccount, countAccounts, createAccount, findAccount, findAccountByEmail, getAccount, listAccounts, setAccountStatus,
  type Account, type AccountChange, type AccountFilter, type NewAccount,
} from './accounts.ts';
export type { AccountKind, Profile, SignInMethod } from './tables.ts';
export { grantSource, mandateSource, type GrantSource, type MandateSource } from './grants.ts';
export { PASSWORD_MIN, hashPassword, weaknessOf, type PasswordWeakness } from './passwords.ts';
export { verifyPassword } from './sign-in.ts';
export { safePath } from './site-paths.ts';
export { providersOf, waysToProve, type WayToProve } from './providers.ts';
export { signInDetour } from './complete-sign-in.ts';
export { invite } from './password-change.ts';
export { confirmItIsYou, resetSecondFactors } from './security.ts';
export { claimDeletion, eraseAccount, listAccountsToDelete, planDeletion } from './account-deletion.ts';
export { sampleSignIns, type SampleSignIn } from './sample-sign-ins.ts';
export { createSession, endOtherSessions, endSession, listSessions, setActingFor, type NewSession, type SessionInfo } from './sessions.ts';
export { describeUserAgent } from './pages/user-agent.ts';
export { authModule } from './module.ts';
