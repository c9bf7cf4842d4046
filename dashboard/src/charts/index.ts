/** Every chart. */
export { curves } from "./curves";
export { objective } from "./objective";
export { parallel } from "./parallel";
