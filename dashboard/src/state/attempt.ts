/** Doing something that may be refused. */
import { en } from "../messages/en";
import { ApiError } from "../source";
import { toast } from "./toasts";

/** Does `work` and tells what went wrong, instead of throwing; whether it was done. `what`: as its button says it. */
export async function attempt(what: string, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    toast(en.didNotWork(what, reasonOf(error)), { kind: "error" });
    return false;
  }
}

/** In the server's words; where it found problems, those say more than how many they are. */
function reasonOf(error: unknown): string {
  if (error instanceof ApiError && error.problems.length) {
    return error.problems.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join("; ");
  }
  return error instanceof Error ? error.message : String(error);
}
