/** `*.example.de` means every name below, not the name itself; a pattern without port means every port. `host` is `name` or `name:port`. */
export function hostMatches(pattern: string, host: string): boolean {
  const [wanted, asked] = [splitPort(pattern.toLowerCase()), splitPort(host.toLowerCase())];
  if (wanted.port !== undefined && wanted.port !== asked.port) return false;
  return wanted.name.startsWith('*.') ? asked.name.endsWith(wanted.name.slice(1)) && asked.name.length > wanted.name.length - 1 : asked.name === wanted.name;
}

function splitPort(host: string): { name: string; port: string | undefined } {
  const [, name = host, port] = /^(\[.*\]|[^:]*)(?::(\d+))?$/.exec(host) ?? [];
  return { name, port };
}

/** Name and port of an address, the port also when it is the usual one: 'a.de:443'. */
export const hostOf = (url: URL): string => `${url.hostname}:${url.port || (url.protocol === 'http:' ? '80' : '443')}`;
