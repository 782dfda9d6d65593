/** How the tiles of a room fill an area. All lengths are CSS pixels. */
export interface Grid {
  columns: number;
  rows: number;
  tileWidth: number;
  tileHeight: number;
}

const gap = 8;
/** A camera picture; a tile wider than that would only crop foreheads. */
const widest = 16 / 9;
/** On a lying screen no picture loses more than a quarter of its width: what is at its edge may matter. */
const narrowestLying = 4 / 3;
/** A standing phone has no width to give; narrower than that the face itself would be cropped. */
const narrowestStanding = 3 / 4;

/**
 * Chooses the column count that shows the most of everybody: large tiles count, and so does how much of a 16:9
 * picture survives the crop. Tiles never overflow the area.
 */
export function fitGrid(count: number, width: number, height: number): Grid {
  let best: Grid = { columns: 1, rows: Math.max(1, count), tileWidth: 0, tileHeight: 0 };
  if (count < 1 || width <= 0 || height <= 0) return best;
  const narrowest = width >= height ? narrowestLying : narrowestStanding;
  let bestScore = -1;
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const cellWidth = (width - gap * (columns - 1)) / columns;
    const cellHeight = (height - gap * (rows - 1)) / rows;
    if (cellWidth <= 0 || cellHeight <= 0) continue;
    const tile = clampShape(cellWidth, cellHeight, narrowest);
    const shown = Math.min(1, tile.width / tile.height / widest);
    const score = tile.width * tile.height * Math.sqrt(shown);
    if (score > bestScore) {
      bestScore = score;
      best = { columns, rows, tileWidth: Math.floor(tile.width), tileHeight: Math.floor(tile.height) };
    }
  }
  return best;
}

function clampShape(width: number, height: number, narrowest: number): { width: number; height: number } {
  const shape = width / height;
  if (shape > widest) return { width: height * widest, height };
  if (shape < narrowest) return { width, height: width / narrowest };
  return { width, height };
}
