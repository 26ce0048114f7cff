/** Door: retention. What is due, offered to the archive, handed over, destroyed with a certificate that stays. */
export { approveDisposal, decideFile, destroyDisposal, dryRun, getDisposal, handOver, listCertificates, listDisposals, makeOffer, proposeDisposal, takeMessage } from './disposal.ts';
export { exportCaseFile } from './export-file.ts';
export { offerMessage, handOverMessage, type MessageFile, type MessageHead } from './write-message.ts';
export { readMessage } from './read-message.ts';
export { retentionModule } from './module.ts';
