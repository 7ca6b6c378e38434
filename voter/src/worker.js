// The entry of the bundle, run in a classic worker: each message gets one reply, in order.
import "./shim.js";
import { makeBooth } from "./booth.js";

const booth = makeBooth();
self.onmessage = (event) => self.postMessage(booth(event.data));
