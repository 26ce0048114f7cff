/** Door: what a module is, the context of a use case, actors and permissions, problems, contribution points. */
export { ANONYMOUS, SYSTEM, isAtLeast, may, officesWith, trusts, type Actor, type Mandate, type TrustLevel } from './actor.ts';
export { covers, holderOf, limitOf, requireToAct, whyNotToAct, withinMandate } from './mandate.ts';
export { createPlatform, requirePermission, rowStatement, type Ctx, type EmittedEvent, type EventRecorder, type JsonObject, type JsonValue, type Logger, type Platform, type PlatformParts, type RowStatement, type Who, type Write } from './context.ts';
export { createLogger } from './log.ts';
export { blobUse, closings, defineModule, definePoint, schemaOf, seeds, storageNews, type BlobUse, type Contribution, type Module, type Permission, type Point, type Seed } from './module.ts';
export { Problem, defineProblems, notAllowed, notFound, signInNeeded, type ProblemParams, type ProblemText } from './problems.ts';
