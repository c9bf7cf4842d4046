/** Boots the page. */
import { render } from "preact";
import { App } from "./app";
import { connect } from "./live/stream";
import { openSweep } from "./live/sweep";
import { hearKeys } from "./state/keys";
import { follow, route } from "./state/router";
import { dress } from "./state/theme";
import "./styles/tokens.css";
import "./styles/base.css";

dress();
follow();
hearKeys();
void connect();
const { value: first } = route;
// What the page of a sweep shows is on its way while its code is.
if (first.page === "sweep" || first.page === "search") openSweep(first.ref);
const place = document.getElementById("app");
if (place) render(<App />, place);
