/** Door: committees, teams and working groups with members, meetings, minutes and resolutions that are tracked. */
export { findBodyByKey, getBody, kindWords, listBodies, membersOf, roleWords, type Body, type BodyReach, type Member } from './bodies.queries.ts';
export { addMember, createBody, endMember, type NewBody } from './body-changes.ts';
export { addAgendaItem, approveMinutes, closeMinutes, getMeeting, listAgenda, listMeetings, meetingHref, minutesHref, openMeeting, writeMinutes, type AgendaItem, type Meeting, type NewMeeting } from './meetings.ts';
export { closeResolution, listResolutions, recordResolution, type NewResolution, type Resolution, type ResolutionFilter } from './resolutions.ts';
export type { BodyKind, MemberRole } from './tables.ts';
export { bodiesModule } from './module.ts';
