/** Door: other systems as processes and forms ask them: HTTP calls and registers. */
export { askRegister } from './ask-register.ts';
export { failureOf, prepareCall, type CallAnswer, type OutsideCall } from './prepare-call.ts';
export { defineRegister, listRegisters, registers, type Register, type RegisterAnswer } from './registers.ts';
export { outsideModule } from './module.ts';
