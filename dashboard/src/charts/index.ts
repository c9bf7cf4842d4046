/** Every chart. */
export { bands } from "./bands";
export { belief } from "./belief";
export { calibration } from "./calibration";
export { contour } from "./contour";
export { curves } from "./curves";
export { distribution } from "./distribution";
export { gain } from "./gain";
export { interval } from "./interval";
export { novelty } from "./novelty";
export { objective } from "./objective";
export { parallel } from "./parallel";
export { rank } from "./rank";
export { slices } from "./slices";
export { timeline, timelineHeight } from "./timeline";
