"""Pictures of the manuals out of those that the browser tests draw: python3 make.py FOLDER (needs Pillow). See README.md."""

import sys
from pathlib import Path

from PIL import Image

# Name here: name there, then where it is cut, in points of the page: from the top, height (None: all there is).
PICTURES = {
    "office-windows": ("session-windows-ready-desktop", 0, 760),
    "office-confirm": ("session-windows-confirm-desktop", 0, 740),
    "office-checklist": ("representatives-checklist-desktop", 0, 900),
    "office-release": ("session-release-confirm-desktop", None, 400),
    "venue-home": ("venue-venue-phone", 0, 700),
    "venue-checkin": ("door-found-phone", 700, 690),
    "venue-offline": ("door-offline-phone", 0, 1000),
    "venue-count": ("representatives-count-scanning-phone", 0, 1170),
    "card-maker-hand-in": ("representatives-cards-asked-desktop", 0, None),
    "card-maker-printed": ("cards-printed-desktop", 1095, 532),
    "card-maker-used": ("used-form-desktop", 0, None),
    "supervision-desk": ("supervision-desktop", 0, None),
    "supervision-different": ("reconciliation-different-desktop", 0, 1460),
    "supervision-impossible": ("reconciliation-impossible-desktop", 0, 700),
    "trustees-board": ("representatives-ceremony-first-desktop", 0, 860),
    "trustees-words": ("representatives-ceremony-made-desktop", 0, 690),
    "trustees-share": ("session-release-trustee-desktop", 0, 740),
    "representatives-signup": ("representatives-eligibility-phone", 0, 930),
    "representatives-received": ("representatives-received-phone", 0, 690),
    "representatives-invitation": ("representatives-invited-phone", 0, 1500),
    "stage-hall": ("stage-hall-warning", 0, None),
    "voters-test-scan": ("voter-ballot-test-scan-phone", 0, 520),
    "voters-fill": ("voter-ballot-full-phone", 0, 844),
    "voters-review": ("voter-ballot-review-phone", 0, None),
    "voters-counted": ("voter-ballot-counted-phone", 0, 760),
}
FOOT = 180
WIDTH = {"phone": 390, "desktop": 1000}


def make(drawn: Path, name: str, there: str, top: int | None, height: int | None) -> None:
    picture = Image.open(drawn / f"{there}.png").convert("RGB")
    phone = there.endswith("-phone")
    scale = picture.width / (390 if phone else 1280)
    whole = picture.height / scale
    # From the bottom where no top is given, without the foot of the page.
    top = max(0, whole - FOOT - height) if top is None else top
    bottom = whole if height is None else min(whole, top + height)
    picture = picture.crop((0, round(top * scale), picture.width, round(bottom * scale)))
    width = WIDTH["phone" if phone else "desktop"]
    picture = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    # Sixty-four colours are enough for flat pages and keep the file small.
    picture.quantize(64, dither=Image.Dither.NONE).save(Path(__file__).parent / f"{name}.png", optimize=True)


for name, (there, top, height) in PICTURES.items():
    make(Path(sys.argv[1]), name, there, top, height)
    print(f"{name}.png", (Path(__file__).parent / f"{name}.png").stat().st_size)
