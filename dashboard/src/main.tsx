/** Boots the page. */
import { render } from "preact";
import { App } from "./app";
import { connect } from "./live/stream";
import { openSweep } from "./live/sweep";
import { hearKeys } from "./state/keys";
import { follow, route, search } from "./state/router";
import { dress } from "./state/theme";
import "./styles/tokens.css";
import "./styles/base.css";

dress();
follow();
hearKeys();
void connect();
const { value: first } = route;
// What the page of a sweep shows is on its way while its code is. What mattered takes longest.
if (first.page === "sweep" || first.page === "search") openSweep(first.ref);
if (first.page === "sweep" && !search()) openSweep(first.ref).importance("fanova", true);
const place = document.getElementById("app");
if (place) render(<App />, place);
