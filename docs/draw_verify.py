# Draws again from pool.csv, quotas.csv and draw.json, and compares the outcome with ranking.csv: python3 draw_verify.py DIR
# The rule in words is crates/sortition/src/rule.txt. Exit status 0 when the outcome is the same.
import csv, hashlib, hmac, json, sys
file = lambda name: open(f"{sys.argv[1]}/{name}", encoding="utf-8", newline="")
draw, pool, out = json.load(file("draw.json")), list(csv.DictReader(file("pool.csv"))), [["cell", "rank", "number", "session"]]
seed = hashlib.sha256("".join(["pingyi-seed/v1\n"] + [f"{s['name']}\t{s['text']}\n" for s in draw["sources"]]).encode()).hexdigest()
tag = lambda step, cell, n: (hmac.digest(bytes.fromhex(draw["seed"]), f"pingyi-draw/v1|{draw['activity']}|{step}|{cell}|{n}".encode(), "sha256"), n)
for cell, seats in [(quota["cell"], int(quota["seats"])) for quota in csv.DictReader(file("quotas.csv"))]:
    ranked = sorted((row["number"] for row in pool if row["cell"] == cell), key=lambda n: tag("rank", cell, n))
    session = {n: str(place // seats + 1) for place, n in enumerate(sorted(ranked[:seats * draw["sessions"]], key=lambda n: tag("session", cell, n)))}
    out += [[cell, str(rank), n, session.get(n, "0")] for rank, n in enumerate(ranked, 1)]
sys.exit(0 if out == list(csv.reader(file("ranking.csv"))) and (not draw["sources"] or seed == draw["seed"]) else "the draw is not right")
