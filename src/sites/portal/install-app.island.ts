// Makes the portal installable and its offline page known. Only on the account's overview: reading pages ship no JavaScript.

export function enhance(): void {
  if ('serviceWorker' in navigator) void navigator.serviceWorker.register('/sw.js').catch(() => undefined);
}
