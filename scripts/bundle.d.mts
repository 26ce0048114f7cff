/** One bundle of the server's own sources from this entry file; made anew only when a source has changed. @returns its path */
export declare function bundleServer(entry: string): Promise<string>;
