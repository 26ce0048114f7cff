import { definePoint, type Platform } from '#platform/module';
import type { AccountKind } from './tables.ts';

/** A sign-in that one can try in the demo. */
export type SampleSignIn = { kind: AccountKind; name: string; email: string; password: string; note: string };

/** Who knows the people of the sample city contributes them; the sign-in pages show them in demo mode only. */
export const sampleSignIns = definePoint<(platform: Platform) => SampleSignIn[]>('auth/sample-sign-ins');

export function samplesFor(platform: Platform, kind: AccountKind): SampleSignIn[] {
  if (platform.config.mode !== 'demo') return [];
  return platform.contributions(sampleSignIns).flatMap((list) => list(platform)).filter((one) => one.kind === kind);
}
