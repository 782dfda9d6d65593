import { useText } from '../i18n/language';
import { clock } from './figures';
import type { News } from './news';

/** What happened to nodes while the page was open: those that left are nowhere else to be seen. New lines are spoken. */
export function ClusterNews({ news }: { news: readonly News[] }) {
  const { t, language } = useText();
  return (
    <section className="card" aria-labelledby="cluster-news-title">
      <h2 id="cluster-news-title">{t('cluster.news')}</h2>
      {news.length === 0 && <p className="quiet">{t('cluster.news.none')}</p>}
      <div role="log" aria-labelledby="cluster-news-title" data-testid="cluster-news">
        <ol className="news">
          {news.map(one => (
            <li key={one.id}>
              <time dateTime={one.at}>{clock(one.at, language)}</time>{t(`cluster.news.${one.kind}`, { node: one.node })}
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
