/** Axes that can be taken hold of: ranges are drawn and moved, values pressed, a bare axis pressed to clear it. */
import type { Tool } from "../Chart";
import type { Filter } from "../types";
import { dragged, pressed, zoneAt } from "./brush";
import type { ParallelScene } from "./scene";

/** `moving` while a brush moves; `null` lets in all. */
export type OnFilter = (path: string, filter: Filter | null, moving: boolean) => void;

export function axesTool(onFilter: OnFilter): Tool<ParallelScene> {
  const onLane = (scene: ParallelScene, lane: number) => scene.lanes[lane]!.axis.path;
  return {
    cursor: (scene, x, y) => {
      const zone = zoneAt(scene, x, y);
      if (!zone || zone.part === "head") return null;
      if (zone.part === "box") return "pointer";
      if (zone.part === "range") return "grab";
      if (zone.part === "track") return "crosshair";
      return scene.ground.side ? "ew-resize" : "ns-resize";
    },
    take: (scene, x, y) => {
      const zone = zoneAt(scene, x, y);
      if (!zone || zone.part === "head" || zone.part === "box") return null;
      const from = scene.ground.side ? x : y;
      // The scene of the start is kept: what is dragged is the range as it was then.
      return (toX, toY, done) => {
        const filter = dragged(scene, zone, from, scene.ground.side ? toX : toY);
        onFilter(onLane(scene, zone.lane), filter, !done);
      };
    },
    press: (scene, x, y) => {
      const zone = zoneAt(scene, x, y);
      if (!zone || zone.part === "head") return false;
      onFilter(onLane(scene, zone.lane), pressed(scene, zone), false);
      return true;
    },
  };
}
