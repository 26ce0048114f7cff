/** A browser without JavaScript: keeps cookies, says where it comes from, follows redirects when asked. */
export class TestClient {
  /** May change when the server has started again somewhere else. */
  base: string;
  readonly cookies = new Map<string, string>();
  constructor(base: string) {
    this.base = base;
  }

  get(path: string, options: { headers?: Record<string, string>; follow?: boolean } = {}): Promise<TestResponse> {
    return this.send(path, { method: 'GET', headers: options.headers ?? {} }, options.follow ?? true);
  }

  /** Posts a form; lists become repeated fields, File and Blob values make it multipart. */
  post(path: string, fields: Record<string, string | string[] | Blob>, options: { follow?: boolean } = {}): Promise<TestResponse> {
    const pairs = Object.entries(fields).flatMap(([key, value]) => [value].flat().map((one): [string, string | Blob] => [key, one]));
    if (pairs.some(([, value]) => typeof value !== 'string')) {
      const form = new FormData();
      for (const [key, value] of pairs) form.append(key, value);
      return this.send(path, { method: 'POST', body: form }, options.follow ?? true);
    }
    return this.send(path, { method: 'POST', body: new URLSearchParams(pairs as [string, string][]) }, options.follow ?? true);
  }

  async send(path: string, init: RequestInit, follow: boolean): Promise<TestResponse> {
    const headers = new Headers(init.headers);
    headers.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    if (!headers.has('origin')) headers.set('origin', this.base);
    if (!headers.has('accept-language')) headers.set('accept-language', 'de');
    const response = await fetch(new URL(path, this.base), { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(cookie)) this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const location = response.headers.get('location');
    if (follow && location && response.status >= 300 && response.status < 400) {
      await response.arrayBuffer();
      return this.send(new URL(location, new URL(path, this.base)).toString(), { method: 'GET' }, true);
    }
    const bytes = new Uint8Array(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, location, url: response.url, bytes, text: new TextDecoder().decode(bytes) };
  }
}

export type TestResponse = { status: number; headers: Headers; location: string | null; url: string; bytes: Uint8Array; text: string };
