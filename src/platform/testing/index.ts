/** Door for tests only: a real installation (PostgreSQL, HTTP, files) booted with just the modules a test needs. */
export { PLATFORM_MODULES, citizenActor, staffActor, testApp, type TestApp } from './test-app.ts';
export { TestClient, type TestResponse } from './test-client.ts';
