import { routes, sessionResolver, signInAnswer, type Route } from '#platform/http';
import { jobs } from '#platform/jobs';
import { defineModule } from '#platform/module';
import { cleanUp } from './clean-up.ts';
import { connectRoutes } from './pages/connect-page.tsx';
import { providerRoutes } from './pages/provider-routes.ts';
import { parkedRoutes } from './pages/parked-routes.tsx';
import { passwordRoutes } from './pages/password-routes.tsx';
import { registerRoutes } from './pages/register-routes.tsx';
import { securityRoutes } from './pages/security-routes.tsx';
import { signInRoutes } from './pages/sign-in-routes.ts';
import { signedOutRoute } from './pages/sign-out-page.tsx';
import { stepRoutes } from './pages/step-routes.tsx';
import { sealKeepers } from '#platform/secrets';
import { answerSignIn } from './parked-form.ts';
import { resolveSession } from './sessions.ts';
import { totpSecrets } from './totp.ts';

const bothSites: Route[] = (['portal', 'office'] as const).flatMap((site) => [signInRoutes, stepRoutes, parkedRoutes, passwordRoutes, securityRoutes].flatMap((make) => make(site)));

export const authModule = defineModule({
  name: 'auth',
  migrations: `${import.meta.dirname}/migrations`,
  contributes: [sealKeepers.of(totpSecrets), sessionResolver.of(resolveSession), signInAnswer.of(answerSignIn), jobs.of(cleanUp), ...[...bothSites, ...registerRoutes, ...providerRoutes, ...connectRoutes, signedOutRoute].map((route) => routes.of(route))],
});
