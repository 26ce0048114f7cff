/** Door: post that comes in on paper, by mail or as a file, until it lies in a file or runs as an application. */
export { takeIn, type Incoming } from './take-in.ts';
export { inboundPostModule } from './module.ts';
