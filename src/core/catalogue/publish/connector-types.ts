import { definePoint, type Platform } from '#platform/module';
import { STANDARD_CONNECTORS } from '../bundle/connector-names.ts';

/** Names of connectors that a module brings beside the standard ones, so that a typing mistake in a process is found before it is published. */
export const connectorNames = definePoint<string>('catalogue/connector-name');

export function connectorTypes(platform: Platform): string[] {
  return [...new Set([...STANDARD_CONNECTORS, ...platform.contributions(connectorNames)])];
}
