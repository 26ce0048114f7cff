/** Door: what people ask for under Art. 15 and 17 GDPR; what is held about them comes from the point `personalData` of #core/parties. */
export { answerAccess, approveErasure, getRequest, listRequests, openRequest, previewErasure, requestForOwnAccount, type NewRequest } from './requests.ts';
export { findPerson, type FoundPerson } from './find-person.ts';
export { accessDocument } from './access-document.ts';
export { dataProtectionModule } from './module.ts';
