import { sessionResolver } from '#platform/http';
import { defineModule } from '#platform/module';
import { resolveSession } from './sessions.ts';

export const authModule = defineModule({
  name: 'auth',
  migrations: `${import.meta.dirname}/migrations`,
  contributes: [sessionResolver.of(resolveSession)],
});
