import { routes } from '#platform/http';
import { defineModule, seeds } from '#platform/module';
import { cityMapOf } from './data/city-map-of.ts';
import { spotImage, windowImage } from './drawing/map-image.ts';
import { mapPage } from './portal/map-page.tsx';

export const cityMapModule = defineModule({
  name: 'city-map',
  contributes: [
    ...[mapPage, windowImage, spotImage].map((route) => routes.of(route)),
    // A map that cannot be read stops the start, not the first citizen.
    seeds.of({ name: 'city-map/check', run: async (ctx) => void cityMapOf(ctx.platform) }),
  ],
});
