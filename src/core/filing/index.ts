/** Door: what joins the cases of the desk with the electronic record. */
export { filingModule } from './module.ts';
