/** Door: "it happened". Subscribers read the audit log after the commit, each at its own pace, nothing lost on a crash. */
export { countStuck, listStuck, retryStuck, skipStuck, type StuckSubscriber } from './stuck-subscribers.ts';
export { deliverEvents, subscribers, type Subscriber } from './subscribe.ts';
export { eventsModule } from './module.ts';
