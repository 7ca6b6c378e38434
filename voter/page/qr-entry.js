// QR codes as a bundle of its own: nobody needs them before the end.
import { picture } from "./qr.js";

window.sanminQr = picture;
