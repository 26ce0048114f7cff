/** What a text is written for. */
export type TextUse = 'note' | 'message' | 'letter' | 'order';
export type BlockRow = { tenant_id: number; id: string; office_id: string | null; name: string; uses: TextUse[]; subject: string; text: string; version: number; changed_at: Date; changed_by_name: string; retired_at: Date | null };
export type BlockVersionRow = { tenant_id: number; block_id: string; number: number; name: string; uses: TextUse[]; subject: string; text: string; made_at: Date; made_by_name: string };
export type TextBlockTables = { 'text_blocks.block': BlockRow; 'text_blocks.version': BlockVersionRow };
