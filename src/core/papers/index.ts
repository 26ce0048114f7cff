/** Door: papers that people keep in their account for the next application. */
export { deletePaper, keepPaper, listPapers, takePapers, type Paper, type PaperFacts } from './papers.ts';
export { listEndingPapers, remindOfEnds } from './remind.ts';
export { paperOffer } from './portal/paper-offer.tsx';
export { papersModule } from './module.ts';
