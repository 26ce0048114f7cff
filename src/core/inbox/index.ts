/** Door: what goes to and comes from applicants. Letters (set, sealed, provided with proof), messages, requests for papers, post room. */
export { chooseLettersByPost, listPostChoices, deemedOnPost, deemedOnRetrieval, deliver, type Delivered, type Outgoing } from './delivery.ts';
export { markPosted } from './post-letter.ts';
export { noteDeemed } from './note-deemed.ts';
export { writeLetter, type CaseLetter } from './send-letter.ts';
export { closePress, sealDocument, setDocument } from './letter-press.ts';
export { countUnread, listCaseMessages, listInbox, listToPost, listUnread, type Message } from './messages.queries.ts';
export { answerRequest, findOpenRequest, requestPapers, writeFromApplicant, writeToApplicant, type PapersRequest } from './write-message.ts';
export { tellOwner } from './notices/tell-owner.ts';
export { MessageList } from './portal/inbox-pages.tsx';
export { inboxModule } from './module.ts';
