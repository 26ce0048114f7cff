/** Door: the city, its offices, its people with their roles, substitution, working days and deadlines. */
export { cityOf, type City } from './city.ts';
export { findSampleFile, readCityFile } from './city-files.ts';
export { weekdays } from './city-schema.ts';
export type { Address, Hours, LifeSituation, NewsItem, Reach, Weekday } from './city-schema.ts';
export {
  addDays, addMonths, addWorkingDays, daysBetween, deadlineAfter, holidayName, isHoliday, isWorkingDay, nextWorkingDay, workingDaysBetween,
  type DeadlineRule, type Period,
} from './calendar.ts';
export { describeHours, hoursNote, hoursOn, parseHours, type DayHours } from './opening-hours.ts';
export { findOfficeByKey, getOffice, listOffices, type Office } from './offices.ts';
export { changeOffice, closeOffice, createOffice, type OfficeChange } from './office-changes.ts';
export { changeRole, createRole, getRole, listPermissions, listRoles, type Role, type RoleChange } from './roles.ts';
export { addAdministrator, blockStaffMember, changeStaffMember, findStaffByText, inviteStaffMember, resetStaffFactors, unblockStaffMember } from './staff-accounts.ts';
export { listAssignments, type Assignment, type AssignmentFilter } from './assignments.ts';
export {
  addStaffMember, assignRole, changeEmployee, endAssignment, findEmployee, listEmployees, requireAnAdministrator,
  type Employee, type EmployeeChange, type NewStaffMember,
} from './people.ts';
export { actFor } from './act-for.ts';
export { arrangeSubstitution, endSubstitution, type NewSubstitution } from './arrange-substitution.ts';
export {
  listSubstitutionConflicts, listSubstitutions,
  type Substitution, type SubstitutionConflict, type SubstitutionFilter, type SubstitutionScope,
} from './substitutions.ts';
export { listSampleSignIns, sampleCitizens } from './sample-people.ts';
export type { SampleCitizen, SampleOrganisation } from './city-schema.ts';
export { groupsOf, listGroupMembers } from './groups.ts';
export { listHeads } from './heads.ts';
export { groupsHeldBy, partsOf, type Group } from './groups-held.ts';
export { describeGroups } from './group-words.ts';
export { listLentScopes, type LentScope } from './lent-scopes.ts';
export { covers, findAreaFor, listAreas, type Area, type AreaCover, type AreaFilter } from './areas.ts';
export { closeArea, createArea, setAreasOf, type NewArea } from './area-changes.ts';
export { wayTo, type WayTo } from './way-to.ts';
export { listNavEntries, navEntries, type NavEntry } from './nav-entries.ts';
export { deskParts, renderDeskParts, type DeskPart } from './desk-parts.ts';
export { listShortWays, shortWays, type ShortWay } from './short-ways.ts';
export { organisationModule } from './module.ts';
