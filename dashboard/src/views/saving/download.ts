/** Gives the reader a file that the page has made. */

export function download(name: string, what: string | Blob, type = "text/csv"): void {
  const file = typeof what === "string" ? new Blob([what], { type: `${type};charset=utf-8` }) : what;
  const address = URL.createObjectURL(file);
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
