/** Where the boxes of the map stand and how the lines between them run, in CSS pixels. */
export interface Box {
  id: string;
  /** Of the middle. */
  x: number;
  y: number;
  width: number;
  height: number;
  /** There is room for the name and one line only. */
  isSmall: boolean;
}

export interface Line {
  from: string;
  to: string;
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  /** The middle of the label; null when there is no room for it. The table has the figures. */
  label: { x: number; y: number } | null;
}

export interface Labelled {
  from: string;
  to: string;
  /** Null for one without a label. */
  labelWidth: number | null;
}

export interface MapLayout {
  boxes: Box[];
  lines: Line[];
}

interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** From roomy to just the name. */
const sizes = [
  { width: 188, height: 84, isSmall: false },
  { width: 156, height: 84, isSmall: false },
  { width: 112, height: 60, isSmall: true },
  { width: 92, height: 56, isSmall: true },
];

/** Between boxes, and around the whole. */
const gap = 12;

const labelHeight = 24;

/** Where on its line a label may stand: the middle first; lines that cross there need another place. */
const labelPlaces = [0.5, 0.4, 0.6, 0.32, 0.68, 0.25, 0.75];

/**
 * Boxes on an ellipse, so that every line between two of them is free of the others; null when they do not fit.
 * @param links the most important first: they get their labels before others.
 */
export function layOut(ids: readonly string[], links: readonly Labelled[], width: number, height: number): MapLayout | null {
  const boxes = sizes.map(size => place(ids, size, width, height)).find(placed => placed !== null);
  if (boxes === undefined || boxes === null) return null;
  const byId = new Map(boxes.map(box => [box.id, box]));
  const taken: Rectangle[] = [...boxes];
  const lines: Line[] = [];
  for (const link of links) {
    const [from, to] = [byId.get(link.from), byId.get(link.to)];
    if (from === undefined || to === undefined) continue;
    const start = edge(from, to);
    const end = edge(to, from);
    const { labelWidth } = link;
    const label = labelWidth === null ? undefined : labelPlaces
      .map(t => ({ x: start.x + (end.x - start.x) * t, y: start.y + (end.y - start.y) * t, width: labelWidth, height: labelHeight }))
      .find(spot => inside(spot, width, height) && !taken.some(other => overlap(spot, other, 2)));
    if (label !== undefined) taken.push(label);
    lines.push({ from: link.from, to: link.to, x1: start.x, y1: start.y, x2: end.x, y2: end.y, label: label === undefined ? null : { x: label.x, y: label.y } });
  }
  return { boxes, lines };
}

function place(ids: readonly string[], size: (typeof sizes)[number], width: number, height: number): Box[] | null {
  const [rx, ry] = [(width - size.width) / 2 - gap, (height - size.height) / 2 - gap];
  if (rx < 0 || ry < 0) return null;
  // Two stand side by side where there is room, more begin at the top.
  const first = ids.length === 2 && width > height ? Math.PI : -Math.PI / 2;
  const angles = ids.map((_, index) => first + (index * 2 * Math.PI) / ids.length);
  const across = spread(angles.map(Math.cos));
  const down = spread(angles.map(Math.sin));
  const boxes = ids.map((id, index) => ({ id, x: width / 2 + rx * across[index]!, y: height / 2 + ry * down[index]!, ...size }));
  return boxes.some((box, index) => boxes.slice(index + 1).some(other => overlap(box, other, gap))) ? null : boxes;
}

/** Stretches to the whole of -1 to 1; all the same stand in the middle. */
function spread(values: readonly number[]): number[] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return values.map(value => (most - least < 1e-9 ? 0 : (2 * (value - least)) / (most - least) - 1));
}

function overlap(one: Rectangle, other: Rectangle, space: number): boolean {
  return Math.abs(one.x - other.x) < (one.width + other.width) / 2 + space && Math.abs(one.y - other.y) < (one.height + other.height) / 2 + space;
}

function inside(one: Rectangle, width: number, height: number): boolean {
  return one.x >= one.width / 2 && one.x <= width - one.width / 2 && one.y >= one.height / 2 && one.y <= height - one.height / 2;
}

/** Where the way from the middle of a box to another leaves it. */
function edge(box: Box, towards: Box): { x: number; y: number } {
  const [dx, dy] = [towards.x - box.x, towards.y - box.y];
  const t = Math.min(
    dx === 0 ? Infinity : box.width / 2 / Math.abs(dx),
    dy === 0 ? Infinity : box.height / 2 / Math.abs(dy));
  return { x: box.x + dx * t, y: box.y + dy * t };
}
