import { definePoint, type Ctx } from '#platform/module';

/** Somebody who has to know which version of a service is current, in the transaction that makes it so; a problem thrown here keeps it from being published. */
export type PublishListener = { onCurrent(ctx: Ctx, published: { slug: string; versionId: string }): Promise<void> };

/** Whoever does something with the current version of a service, such as arming the start events of its process. */
export const publishListeners = definePoint<PublishListener>('catalogue/publish-listener');
