import { connectors } from '#core/cases';
import { defineModule } from '#platform/module';
import { askRegisterConnector } from './ask-register.ts';
import { outsideWords } from './event-words.ts';
import { httpCall } from './http-call.ts';

export const outsideModule = defineModule({
  name: 'outside',
  contributes: [connectors.of(httpCall), connectors.of(askRegisterConnector), outsideWords],
});
