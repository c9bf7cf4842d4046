/** What stands in the place of a page whose data could not be loaded. */
import { en } from "../messages/en";
import type { ApiError } from "../source";
import { Button } from "./Button";

export function LoadFailed(props: { title: string; error: ApiError | null; onRetry: () => void }) {
  return (
    <div class="load-failed" role="alert">
      <h1>{props.title}</h1>
      <p>{props.error?.status === 401 ? en.unauthorised : props.error?.message}</p>
      <Button icon="redo" onClick={props.onRetry}>
        {en.tryAgain}
      </Button>
    </div>
  );
}
