import { auditModule } from '#platform/audit';
import { eventsModule } from '#platform/events';
import { mailModule } from '#platform/mail';
import type { Module } from '#platform/module';

/** The one list of everything that runs, lower levels first: a new module is one folder and one line here. */
export const modules: Module[] = [auditModule, eventsModule, mailModule];
