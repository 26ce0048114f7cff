import type { Text } from '#platform/i18n';
import { definePoint, type Platform } from '#platform/module';

/** A box at the foot of the portal's start page that leads straight to what many ask for: a title, a sentence, a link. */
export type ShortWay = { icon: string; title: Text; text: Text; link: Text; href: string; /** Smaller comes first. */ order: number };
export const shortWays = definePoint<ShortWay>('organisation/short-way');

export const listShortWays = (platform: Platform): ShortWay[] => [...platform.contributions(shortWays)].sort((a, b) => a.order - b.order);
