export declare const project: string;
export declare const SMALL_HEAP: string;
