/** Something to tell the author of a letter. `line` counts from 1 in the file. */
export type Finding = { severity: 'error' | 'warning'; line: number; message: string };

/** Collects findings while a letter is read. */
export type Report = (line: number, message: string, severity?: Finding['severity']) => void;
