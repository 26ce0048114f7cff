/** Door: running numbers of a series, quick in a rush, without gaps in quiet times. */
export { nextNumber } from './next-number.ts';
export { numbersModule } from './module.ts';
