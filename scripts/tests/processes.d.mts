export const RUN_MARK: string;
export const FILE_MARK: string;
export function isAlive(pid: number): boolean;
export function markedProcesses(mark: string, value: string): { pid: number; command: string }[];
export function endMarked(mark: string, value: string): Promise<string[]>;
