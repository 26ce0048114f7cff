import type { Contribution } from '#platform/module';

export const strategyContributes: Contribution[] = [];
