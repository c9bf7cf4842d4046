/** Every chart. */
export { bands } from "./bands";
export { contour } from "./contour";
export { curves } from "./curves";
export { distribution } from "./distribution";
export { objective } from "./objective";
export { parallel } from "./parallel";
export { rank } from "./rank";
export { slices } from "./slices";
export { timeline, timelineHeight } from "./timeline";
