import type { Contribution } from '#platform/module';

export const portfolioContributes: Contribution[] = [];
