/** What a browser would post for these fields if a person pressed "Weiter": a small reading of HTML's form submission rules. */
export function postedBy(html: string): Record<string, string | string[]> {
  const body: Record<string, string | string[]> = {};
  const put = (name: string, value: string): void => {
    const before = body[name];
    body[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  };
  for (const [, attributes = ''] of html.matchAll(/<input\b((?:[^>"]|"[^"]*")*)>/g)) {
    const type = attribute(attributes, 'type') ?? 'text';
    const name = attribute(attributes, 'name');
    if (!name || type === 'file') continue;
    if ((type === 'checkbox' || type === 'radio') && !/\schecked(\s|\/|$|=)/.test(attributes)) continue;
    put(name, attribute(attributes, 'value') ?? (type === 'checkbox' ? 'on' : ''));
  }
  for (const [, attributes = '', text = ''] of html.matchAll(/<textarea\b((?:[^>"]|"[^"]*")*)>([\s\S]*?)<\/textarea>/g)) {
    put(attribute(attributes, 'name') ?? '', unescape(text).replace(/\n/g, '\r\n'));
  }
  for (const [, attributes = '', inside = ''] of html.matchAll(/<select\b((?:[^>"]|"[^"]*")*)>([\s\S]*?)<\/select>/g)) {
    const options = [...inside.matchAll(/<option\b((?:[^>"]|"[^"]*")*)>/g)].map(([, option = '']) => option);
    const chosen = options.find((option) => /\sselected(\s|\/|$|=)/.test(option)) ?? options[0] ?? '';
    put(attribute(attributes, 'name') ?? '', attribute(chosen, 'value') ?? '');
  }
  return body;
}

const unescape = (text: string): string => text.replace(/&quot;/g, '"').replace(/&lt;/g, '<').replace(/&#39;/g, "'").replace(/&amp;/g, '&');

function attribute(attributes: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(attributes)?.[1];
  return found === undefined ? undefined : unescape(found);
}
