/** Door: text blocks and templates (Textbausteine, Vorlagen), and the page on which notes, messages, letters and orders are written with them. */
export { changeBlock, createBlock, getBlock, listBlocks, listBlockVersions, retireBlock, type BlockFilter, type BlockText, type TextBlock } from './blocks.ts';
export { insertBlock, writeText, type Draft } from './write-text.ts';
export { getTarget, placeValues, type WritingTarget } from './writing-target.ts';
export { textBlocksModule } from './module.ts';
