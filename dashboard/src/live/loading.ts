/** A value on its way: what is shown while a newer one comes is the last one there was. */
import { ApiError } from "../source";

export interface Loading<T> {
  state: "loading" | "ready" | "error";
  value: T | null;
  error: ApiError | null;
}

export const loading = <T>(before: T | null = null): Loading<T> => ({ state: "loading", value: before, error: null });
export const ready = <T>(value: T): Loading<T> => ({ state: "ready", value, error: null });
export const failed = <T>(error: unknown, before: T | null = null): Loading<T> => ({
  state: "error",
  value: before,
  error: asApiError(error),
});

export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError(0, "unexpected", error instanceof Error ? error.message : String(error));
}
