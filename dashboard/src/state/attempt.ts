/** Doing something that may be refused. */
import { en } from "../messages/en";
import { toast } from "./toasts";

/** Does `work` and tells what went wrong, instead of throwing; whether it was done. `what`: as its button says it. */
export async function attempt(what: string, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    toast(en.didNotWork(what, error instanceof Error ? error.message : String(error)), { kind: "error" });
    return false;
  }
}
