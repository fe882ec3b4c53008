// A minute as a line.
const [WIDTH, HEIGHT] = [90, 18];
const SVG = 'http://www.w3.org/2000/svg';

export function sparkline(values, kept = 60) {
  const svg = document.createElementNS(SVG, 'svg');
  const line = document.createElementNS(SVG, 'polyline');
  const most = Math.max(...values, 1);
  const points = values.map((value, index) => `${(((kept - values.length + index) / (kept - 1)) * WIDTH).toFixed(1)},${(HEIGHT - 1 - (value / most) * (HEIGHT - 2)).toFixed(1)}`);
  line.setAttribute('points', points.join(' '));
  svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute('class', 'sparkline');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(line);
  return svg;
}
