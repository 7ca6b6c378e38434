// Loaded by every public page.
import { start as countdowns } from "./countdown.js";
import { start as forms } from "./form.js";

countdowns();
forms();
