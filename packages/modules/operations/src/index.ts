export { createOperationsModule } from "./create-operations-module.ts";
