// The modes that stand on tables and not on every phone: kiosk, paper, second device. A bundle of its own, loaded only for them.
import { kiosk } from "./kiosk.js";
import { paper } from "./paper.js";
import { second } from "./second.js";

window.sanminDesk = { kiosk, paper, check: second };
