const ROBOT = /(?<!cu)bot(?:\b|[/_-])|crawl|spider|slurp|fetch|monitor|preview|scan|archiver|validator|lighthouse|headless|phantom|curl|wget|httpie|python|java\/|go-http|okhttp|libwww|axios|undici|node|ruby|perl|php|feed|rss|uptime|facebookexternalhit|whatsapp|telegram|embedly/i;

/** Is this no person's browser? Every browser in use calls itself Mozilla or Opera; what does not is a program. */
export const isRobot = (userAgent: string): boolean => !/^(Mozilla|Opera)\//.test(userAgent) || ROBOT.test(userAgent);
