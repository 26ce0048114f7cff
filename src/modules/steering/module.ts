import { defineModule } from '#platform/module';
import { cockpitContributes } from './cockpit/contributes.ts';
import { effectContributes } from './effect/contributes.ts';
import { masterPlanContributes } from './masterplan/contributes.ts';
import { portfolioContributes } from './portfolio/contributes.ts';
import { reportContributes } from './report/contributes.ts';
import { strategyContributes } from './strategy/contributes.ts';

/** Strategy, portfolio, cockpit, report, effect and master plan: each subfolder contributes its own list. Permissions `steering/*` are declared by #core/projects. */
export const steeringModule = defineModule({
  name: 'steering',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [{ id: 'masterplan/assess', de: 'Reifegrad, Ziele und Zahlen im Masterplan eintragen' }],
  contributes: [...masterPlanContributes, ...strategyContributes, ...portfolioContributes, ...cockpitContributes, ...reportContributes, ...effectContributes],
});
