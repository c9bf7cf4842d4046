/** Parts of a page that are made one after the other, each in a task of its own: the page answers in between. */
import { useEffect, useState } from "preact/hooks";

const waiting: (() => void)[] = [];
const channel = new MessageChannel();

channel.port1.onmessage = () => {
  waiting.shift()?.();
  if (waiting.length > 0) call();
};

function call(): void {
  channel.port2.postMessage(null);
}

/** Whether it is the part's turn, which comes once after it has been wished, in the order of the wishes. */
export function useTurn(wished: boolean): boolean {
  const [come, setCome] = useState(false);
  useEffect(() => {
    if (!wished || come) return;
    const take = () => setCome(true);
    waiting.push(take);
    if (waiting.length === 1) call();
    return () => {
      const place = waiting.indexOf(take);
      if (place >= 0) waiting.splice(place, 1);
    };
  }, [wished, come]);
  return come;
}
