export declare const project: string;
export declare const SMALL_HEAP: string[];
export declare const FEW_ARENAS: Record<string, string>;
