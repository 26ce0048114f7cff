/** Door for tests only: a real installation (PostgreSQL, HTTP, files) booted with just the modules a test needs, and a real browser. */
export { PLATFORM_MODULES, citizenActor, staffActor, testApp, type TestApp, type TestAppOptions } from './test-app.ts';
export { untilEventsAreVisible } from '#platform/audit';
export { TestClient, type TestResponse } from './test-client.ts';
export { findChromium, type Chromium } from './chromium.ts';
export { openBrowser, takePicture } from './browser.ts';
export { barriersOn, findingsOn, htmlMistakes, sidewaysOn } from './page-checks.ts';
