import { useText } from '../i18n/language';
import type { ClusterDto } from '../protocol/http';
import { useArea } from '../room/useArea';
import { loss, milliseconds, percent } from './figures';
import { layOut } from './layout';
import { LoadBar } from './LoadBar';
import { placesOf, waysOf, type Way } from './model';

/** Pixels of a letter in a label, of a wide one (Chinese), and what is around them. */
const letter = 7;
const wideLetter = 13;
const around = 22;

/** Pixels below which the picture stands upright. */
const narrow = 560;

/** Pixels of padding and border of a card, both sides. */
const inset = 50;

/** Regions, or the nodes of the only one, and how well they hear each other. A picture only: the lists below say the same. */
export function ClusterMap({ cluster }: { cluster: ClusterDto }) {
  const { t, language } = useText();
  const [area, { width: whole }] = useArea<HTMLDivElement>();
  const { level, places } = placesOf(cluster.nodes);
  const ways = waysOf(cluster, level);
  const label = (way: Way) => {
    if (way.state !== 'up') return t(`cluster.map.${way.state}`);
    if (way.roundTripMs === null) return t('cluster.link.up');
    const rtt = milliseconds(way.roundTripMs, language);
    return way.silent > 0
      ? t('cluster.map.partly', { rtt, silent: way.silent, all: way.links })
      : t('cluster.map.link', { rtt, loss: loss(way.lossPercent, language) });
  };
  const labels = ways.map(label);
  const width = whole - inset;
  // On a phone a label covers several lines of a larger picture, and nobody could tell whose it is.
  const labelled = width >= narrow || places.length <= 3;
  const height = heightOf(width, places.length);
  const layout = places.length < 2 ? null : layOut(
    places.map(place => place.id), ways.map((way, index) => ({ ...way, labelWidth: labelled ? widthOf(labels[index]!) : null })), width, height);
  // The frame is there in any case, to be measured; the card only when there is a picture and it fits.
  return (
    <div ref={area} className="map-frame">
      {layout !== null && (
        <section className="card" aria-labelledby="cluster-map-title">
          <h2 id="cluster-map-title">{t('cluster.map')}</h2>
          <div className="map" style={{ width, height }} role="img" aria-label={t(`cluster.map.${level}`, { count: places.length })} data-testid="cluster-map">
            <svg width={width} height={height} aria-hidden="true">
              {layout.lines.map((line, index) => (
                <line
                  key={`${line.from} ${line.to}`} x1={line.x1} y1={line.y1} x2={line.x2} y2={line.y2}
                  className={`way way-${ways[index]!.quality} way-${ways[index]!.state}`}
                />
              ))}
            </svg>
            {layout.boxes.map((box, index) => {
              const place = places[index]!;
              return (
                <div
                  key={box.id} className={`place place-${place.state} ${box.isSmall ? 'place-small' : ''}`}
                  style={{ left: box.x - box.width / 2, top: box.y - box.height / 2, width: box.width, height: box.height }}
                >
                  <strong>{box.id === '' ? t('cluster.region.none') : box.id}</strong>
                  <span className="place-line">
                    {level === 'regions' && <span>{t('cluster.nodes', { count: place.nodes })}</span>}
                    <span>{t('cluster.sessions', { count: place.sessions })}</span>
                  </span>
                  {place.state === 'silent'
                    ? <span className="place-line">{t('cluster.state.silent')}</span>
                    : <span className="place-load"><LoadBar load={place.load} /><span>{percent(place.load, language)}</span></span>}
                </div>
              );
            })}
            {layout.lines.map((line, index) => line.label !== null && (
              <span key={`${line.from} ${line.to}`} className={`way-label way-label-${ways[index]!.quality}`} style={{ left: line.label.x, top: line.label.y }}>
                {labels[index]}
              </span>
            ))}
          </div>
          {ways.length === 0 && <p className="quiet small">{t('cluster.map.noLinks')}</p>}
        </section>
      )}
    </div>
  );
}

/** Pixels: two stand side by side or below each other, more need room for the lines between. */
function heightOf(width: number, places: number): number {
  if (width < narrow) return places === 2 ? 240 : places === 3 ? 280 : 420;
  return places === 2 ? 130 : places < 5 ? 300 : 460;
}

function widthOf(text: string): number {
  return around + [...text].reduce((sum, char) => sum + (char > '\u2e7f' ? wideLetter : letter), 0);
}
