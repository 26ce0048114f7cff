/** What a person may hand over at once; larger holdings come through the watch folder of the post room. */
export const UPLOAD_LIMITS = { maxBytes: 100_000_000, maxFiles: 20 };
