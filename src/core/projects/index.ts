/** Door: projects of the administration from the application to the measured end. Money is in #core/budgets. */
export { dutyWords, lightWords, stateWords, type Benefit, type DutyKind, type Estimate, type Light, type Mandatory, type Phase, type Project, type ProjectState, type Source } from './project.ts';
export { countProjects, getProject, listProjects, projectIdsByKey, projectsById, readPortfolio, type ProjectCursor, type ProjectFilter, type ProjectList, type ProjectPage } from './projects.queries.ts';
export { applyForProject, type NewApplication } from './apply-for-project.ts';
export { closeProject, decideProject, goLive, noteMoney, startProject, stopProject, submitApplication, type ProjectDecision } from './run-project.ts';
export { findSimilar, type SimilarGroup } from './find-similar.ts';
export { rankLikeness, stemsOf } from './rank-likeness.ts';
export { SimilarList } from './apply/similar-list.tsx';
export { benefitWords } from './apply/benefit-words.ts';
export { tableNode } from './apply/charter.ts';
export { csvCell } from './office/list-page.tsx';
export { readWorkload, type Workload } from './people/workload.ts';
export { likeness, projectEventWords, projectListeners, projectPanels, startWarnings, type Likeness, type LikenessSource, type ProjectListener, type ProjectPanel } from './points.ts';
export { dependenciesOf, milestonesOf, type Dependency, type Milestone } from './plan/plan.queries.ts';
export { holdGate } from './gates/hold-gate.ts';
export { nextPhase, phaseName, phases } from './gates/phases.ts';
export { projectsModule } from './module.ts';
