/** Door: sealing of short texts (AES-256-GCM), and the store of secrets for other systems. */
export { hasKey } from './keys.ts';
export { isSealed, isSealedNow, seal, unseal, type SealedPlace } from './seal.ts';
export { deleteSecret, listSecrets, setSecret, type SecretInfo, type SetSecret } from './set-secret.ts';
export { fillSecrets, openSecrets, redact, secretNames, type OpenSecrets } from './use-secret.ts';
export { resealAll, sealKeepers, type KeptText, type SealKeeper } from './reseal.ts';
export { secretsModule } from './module.ts';
