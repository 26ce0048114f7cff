import type { VNode } from 'preact';
import type { Locale } from '#platform/i18n';
import type { PlaceOnMap } from '../data/places.ts';
import { mapTexts } from './texts.ts';

/** A small map of where an address lies, leading to the large one. */
export function SpotMap({ place, where, locale }: { place: PlaceOnMap; where: string; locale: Locale }): VNode {
  const { src, width, height } = place.image;
  return (
    <a href={place.href}>
      <img src={src} width={width} height={height} loading="lazy" alt={mapTexts(locale).alt(where)} />
    </a>
  );
}
