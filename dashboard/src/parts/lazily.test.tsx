import { cleanup, fireEvent, render, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { api } from "../api";
import { connection } from "../live/stream";
import { en } from "../messages/en";
import { ApiError } from "../source";
import { lazily } from "./lazily";

const Page = ({ of }: { of: string }) => <main>page of {of}</main>;
const away = () => Promise.reject(new TypeError("Failed to fetch dynamically imported module"));
let reload: ReturnType<typeof vi.spyOn>;
let status: ReturnType<typeof vi.spyOn>;

beforeEach(() => {
  connection.value = { state: "live", since: null };
  reload = vi.spyOn(location, "reload").mockImplementation(() => {});
  status = vi.spyOn(api, "status").mockResolvedValue({} as never);
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

it("shows the page when its code is there, and asks for it once", async () => {
  const load = vi.fn(async () => ({ default: Page }));
  const Lazy = lazily(load);
  const { findByText, rerender } = render(<Lazy of="a" />);
  await findByText("page of a");
  rerender(<Lazy of="b" />);
  await findByText("page of b");
  expect(load).toHaveBeenCalledTimes(1);
});

it("says that the page could not be loaded, and loads the document anew when asked to", async () => {
  const Lazy = lazily<{ of: string }>(away);
  const { findByRole, getByText } = render(<Lazy of="a" />);
  expect((await findByRole("alert")).textContent).toContain(en.pageFailed);
  expect(reload).not.toHaveBeenCalled();
  fireEvent.click(getByText(en.tryAgain));
  await waitFor(() => expect(reload).toHaveBeenCalledTimes(1));
});

it("stays, and says why, while the server does not answer", async () => {
  status.mockRejectedValue(new ApiError(0, "unreachable", "The server does not answer"));
  const Lazy = lazily<{ of: string }>(away);
  const { findByText } = render(<Lazy of="a" />);
  fireEvent.click(await findByText(en.tryAgain));
  await findByText("The server does not answer");
  expect(reload).not.toHaveBeenCalled();
});

it("comes by itself when the server is back", async () => {
  connection.value = { state: "lost", since: 0 };
  const Lazy = lazily<{ of: string }>(away);
  const { findByRole } = render(<Lazy of="a" />);
  await findByRole("alert");
  connection.value = { state: "live", since: null };
  await waitFor(() => expect(reload).toHaveBeenCalledTimes(1));
});
