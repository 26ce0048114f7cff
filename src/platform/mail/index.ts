/** Door: mails, stored with the change and sent after it (SMTP); without a mail server they stay in the mailbox page. */
export { listMails, sendMail, type Mail, type StoredMail } from './mail.ts';
export { mailModule } from './module.ts';
