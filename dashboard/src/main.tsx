/** Boots the page. */
import { render } from "preact";
import { App } from "./app";
import { connect } from "./live/stream";
import { hearKeys } from "./state/keys";
import { follow } from "./state/router";
import { dress } from "./state/theme";
import "./styles/tokens.css";
import "./styles/base.css";

dress();
follow();
hearKeys();
void connect();
const place = document.getElementById("app");
if (place) render(<App />, place);
