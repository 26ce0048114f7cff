/** Door: citizen services as data: folder format, versions, the catalogue and its search. See README.md. */
export { compileServiceFolder, type CompiledFolder, type CompileOptions } from './bundle/compile-service.ts';
export type { CompiledService } from './bundle/compiled-service.ts';
export { findingInWords, isPublishable, type ServiceFinding } from './bundle/finding.ts';
export { makeBundle, readServiceFolder, type ServiceBundle } from './bundle/service-bundle.ts';
export type { EntrySettings, ServiceSettings } from './bundle/settings-schema.ts';
export { getEntry, listPopularServices, type EntryDetails, type PopularService } from './entries.queries.ts';
export { catalogueModule } from './module.ts';
export { connectorNames } from './publish/connector-types.ts';
export { publishChangedServices, type PublishReport } from './publish/publish-changed-services.ts';
export { publishService, type Published } from './publish/publish-service.ts';
export { listServices, listServiceVersions, type PublishedService } from './publish/services.queries.ts';
export { findCurrentVersion, getServiceVersion, type CurrentVersion } from './publish/service-versions.ts';
export { countByLetter, listEntries, searchServices, type ServiceFilter, type ServiceHit, type ServicePage, type ServiceSearch } from './search/search-services.ts';
export { type Unreached } from './walkthrough/coverage.ts';
export { validateServiceFolder, type ServiceValidation } from './walkthrough/validate-service-folder.ts';
export { rememberBriefly } from './remember-briefly.ts';
