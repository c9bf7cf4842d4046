/** Where data come from: a server, or what a report carries with it. */
import type { Problem } from "./data/model";

/** What went wrong with a call, in the server's words. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly problems: Problem[] = [],
  ) {
    super(message);
  }
}

export interface Source {
  /** A report: nothing changes, and nothing can be changed. */
  readonly frozen: boolean;
  json(path: string, init?: RequestInit): Promise<unknown>;
  bytes(path: string): Promise<ArrayBuffer>;
}

/** Status of a call that got no answer. */
export const UNREACHABLE = 0;

class ServerSource implements Source {
  readonly frozen = false;

  async json(path: string, init?: RequestInit): Promise<unknown> {
    const response = await this.fetch(path, init);
    return response.status === 204 ? null : response.json();
  }

  async bytes(path: string): Promise<ArrayBuffer> {
    return (await this.fetch(path)).arrayBuffer();
  }

  private async fetch(path: string, init?: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(path, { credentials: "same-origin", ...init });
    } catch {
      throw new ApiError(UNREACHABLE, "unreachable", "The server does not answer");
    }
    if (!response.ok) throw await refusal(response);
    return response;
  }
}

async function refusal(response: Response): Promise<ApiError> {
  try {
    const { error } = (await response.json()) as { error: { code: string; message: string; problems?: Problem[] } };
    return new ApiError(response.status, error.code, error.message, error.problems ?? []);
  } catch {
    return new ApiError(response.status, "unexpected", `The server answered ${response.status}`);
  }
}

/** Answers by path, as a report carries them: JSON as it is, bytes as base64 text. */
export interface Frozen {
  json: { [path: string]: unknown };
  bytes: { [path: string]: string };
}

class FrozenSource implements Source {
  readonly frozen = true;

  constructor(private readonly answers: Frozen) {}

  async json(path: string, init?: RequestInit): Promise<unknown> {
    if (init?.method && init.method !== "GET") throw new ApiError(UNREACHABLE, "frozen", "A report cannot be changed");
    const answer = this.answers.json[asKept(path)];
    if (answer === undefined) throw absent(path);
    return answer;
  }

  async bytes(path: string): Promise<ArrayBuffer> {
    const text = this.answers.bytes[asKept(path)];
    if (text === undefined) throw absent(path);
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;
  }
}

/** The path under which an answer is kept: whatever the order of its query, and however many pixels there are. */
export function asKept(path: string): string {
  const [place, query = ""] = path.split("?");
  const parts = [...new URLSearchParams(query)].filter(([name]) => name !== "pixels");
  const sorted = new URLSearchParams(parts.sort(([a], [b]) => (a < b ? -1 : 1))).toString();
  return sorted ? `${place}?${sorted}` : (place ?? "");
}

function absent(path: string): ApiError {
  return new ApiError(404, "not_in_report", `This report does not carry ${path}`);
}

/** The source of this page. A report carries its answers in an element of its own, as text. */
function find(): Source {
  const carried = globalThis.document?.getElementById("frozen")?.textContent;
  return carried ? new FrozenSource(JSON.parse(carried) as Frozen) : new ServerSource();
}

export const source: Source = find();
