// Draws docs/bench/growth.csv, which `cargo test … growth` prints, as docs/pictures/growth.svg: two plots over the number of voters.
//   node docs/bench/growth.mjs < docs/bench/growth.csv > docs/pictures/growth.svg
import { readFileSync } from 'node:fs';

const [header, ...lines] = readFileSync(0, 'utf8').trim().split('\n').map((line) => line.split(','));
const rows = lines.map((line) => Object.fromEntries(header.map((name, at) => [name, Number(line[at])])));

const WIDTH = 890;
const HEIGHT = 330;
const PLOT = { top: 46, bottom: 280, width: 350 };

const plots = [
  {
    left: 60,
    title: 'Processor time for a ballot, ms',
    scale: linear,
    lines: [
      ['box_ms', 'taken into the box', '#1f5fa8'],
      ['total_ms', 'closing, making the total', '#b3402a'],
      ['verify_ms', 'archive verified by anybody', '#2b7a4b'],
    ],
  },
  {
    left: 490,
    title: 'Server’s memory at most, MiB',
    scale: logarithmic,
    lines: [
      ['box_mib', 'taking ballots', '#1f5fa8'],
      ['total_mib', 'closing, making the total', '#b3402a'],
    ],
  },
];

function across(plot, voters) {
  const [least, most] = [rows[0].voters, rows.at(-1).voters].map(Math.log10);
  return plot.left + ((Math.log10(voters) - least) / (most - least)) * PLOT.width;
}

// From zero, with a tick at each of four or five round numbers.
function linear(most) {
  const step = [1, 2, 5, 10, 20, 50].find((step) => most / step <= 5) ?? 100;
  const top = Math.ceil(most / step) * step;
  const ticks = Array.from({ length: top / step + 1 }, (_, at) => at * step);
  return { ticks, up: (value) => PLOT.bottom - (value / top) * (PLOT.bottom - PLOT.top) };
}

// From ten, with a tick at each power of ten.
function logarithmic(most) {
  const top = Math.ceil(Math.log10(most));
  const ticks = Array.from({ length: top }, (_, at) => 10 ** (at + 1));
  return { ticks, up: (value) => PLOT.bottom - ((Math.log10(value) - 1) / (top - 1)) * (PLOT.bottom - PLOT.top) };
}

const number = (value) => value.toLocaleString('en-US');
const text = (x, y, words, more = '') => `<text x="${x}" y="${y}" ${more}>${words}</text>`;

function draw(plot) {
  const { ticks, up } = plot.scale(Math.max(...rows.flatMap((row) => plot.lines.map(([name]) => row[name]))));
  const grid = ticks.map((tick) => {
    const y = up(tick).toFixed(1);
    return `<path d="M${plot.left} ${y}h${PLOT.width}" stroke="#d5d5d5"/>${text(plot.left - 8, Number(y) + 4, number(tick), 'text-anchor="end"')}`;
  });
  const voters = rows.map((row) => text(across(plot, row.voters).toFixed(1), PLOT.bottom + 20, number(row.voters), 'text-anchor="middle"'));
  const lines = plot.lines.map(([name, words, colour], at) => {
    const points = rows.filter((row) => row[name]).map((row) => [across(plot, row.voters).toFixed(1), up(row[name]).toFixed(1)]);
    const dots = points.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3.5" fill="${colour}"/>`).join('');
    const legend = PLOT.bottom - 14 - 18 * (plot.lines.length - 1 - at);
    const x = plot.scale === linear ? plot.left + 130 : plot.left + 165;
    const key = `<path d="M${x} ${legend - 4}h22" stroke="${colour}" stroke-width="2.5"/>${text(x + 28, legend, words)}`;
    return `<polyline points="${points.map((point) => point.join(',')).join(' ')}" fill="none" stroke="${colour}" stroke-width="2.5"/>${dots}${key}`;
  });
  const axis = text(plot.left + PLOT.width / 2, PLOT.bottom + 42, 'voters of a session', 'text-anchor="middle"');
  return [text(plot.left, 24, plot.title, 'font-weight="bold"'), ...grid, ...voters, ...lines, axis].join('\n');
}

console.log(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13" fill="#222">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
${plots.map(draw).join('\n')}
</svg>`);
