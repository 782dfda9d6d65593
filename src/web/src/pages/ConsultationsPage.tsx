import { useEffect, useState } from 'react';
import { errorCode } from '../api/http';
import { server } from '../api/server';
import { mayAsk, useRole } from '../app/account';
import { Link, paths } from '../app/router';
import { formatTime, useText } from '../i18n/language';
import type { ConsultationSummary, GroupState } from '../protocol/http';
import type { RefusalCode } from '../protocol/refusals';
import { StateBadge, UrgencyBadge } from '../ui/badges';
import { Icon } from '../ui/Icon';
import { Loading, RefusalNotice } from '../ui/Notice';
import { useLoad } from '../ui/useLoad';

const filters: readonly (GroupState | null)[] = [null, 'open', 'active', 'closed', 'expired'];

/** Milliseconds between refreshes while the list is looked at. */
const refreshEvery = 10_000;

export function ConsultationsPage() {
  const { t } = useText();
  const role = useRole();
  const [state, setState] = useState<GroupState | null>(null);
  const first = useLoad(`list ${state}`, () => server.consultations(state, null));
  const [more, setMore] = useState<{ items: ConsultationSummary[]; next: string | null } | null>(null);
  const [moreError, setMoreError] = useState<RefusalCode | null>(null);
  const { reload } = first;
  useEffect(() => setMore(null), [state]);
  useEffect(() => {
    const timer = setInterval(() => { if (document.visibilityState === 'visible') reload(); }, refreshEvery);
    return () => clearInterval(timer);
  }, [reload]);

  const items = [...first.value?.items ?? [], ...more?.items ?? []];
  const next = more === null ? first.value?.next ?? null : more.next;
  const showMore = async () => {
    setMoreError(null);
    try {
      const page = await server.consultations(state, next);
      setMore({ items: [...more?.items ?? [], ...page.items], next: page.next });
    } catch (error) {
      setMoreError(errorCode(error));
    }
  };

  return (
    <main id="content" className="page">
      <div className="page-head">
        <h1>{t('list.title')}</h1>
        {role !== null && mayAsk(role) && <Link to={paths.ask} className="button button-primary"><Icon name="plus" />{t('nav.ask')}</Link>}
      </div>
      <div className="toolbar">
        <div className="segments" role="group" aria-label={t('list.filter')}>
          {filters.map(filter => (
            <button key={filter ?? 'all'} type="button" aria-pressed={filter === state} data-testid={`filter-${filter ?? 'all'}`} onClick={() => setState(filter)}>
              {filter === null ? t('list.filter.all') : t(`state.${filter}`)}
            </button>
          ))}
        </div>
        <button type="button" className="button button-quiet" onClick={reload} disabled={first.loading}><Icon name="refresh" />{t('list.refresh')}</button>
      </div>
      {first.error !== null && (
        <>
          <RefusalNotice code={first.error} title={t('list.failed')} />
          <button type="button" className="button" onClick={reload}>{t('app.retry')}</button>
        </>
      )}
      {first.value === null && first.error === null && <Loading />}
      {first.value !== null && items.length === 0 && (
        <div className="empty">
          <Icon name="inbox" size={40} />
          <h2>{t('list.empty')}</h2>
          <p>{t('list.empty.body')}</p>
        </div>
      )}
      {items.length > 0 && (
        <ul className="rows" data-testid="consultations">{items.map(item => <Row key={item.groupId} item={item} />)}</ul>
      )}
      {moreError !== null && <RefusalNotice code={moreError} title={t('list.failed')} />}
      {next !== null && <button type="button" className="button" onClick={() => void showMore()}>{t('list.more')}</button>}
    </main>
  );
}

function Row({ item }: { item: ConsultationSummary }) {
  const { t, language } = useText();
  return (
    <li className={`row row-${item.urgency}`}>
      <Link to={paths.consultation(item.groupId)} className="row-link" data-testid={`consultation-${item.groupId}`}>
        <span className="row-main">
          {item.patientName !== '' && <span className="row-title">{item.patientName}</span>}
          <span className={item.patientName === '' ? 'row-title' : 'row-purpose'}>{item.purpose}</span>
        </span>
        <span className="row-side">
          <span className="row-badges"><UrgencyBadge urgency={item.urgency} /><StateBadge state={item.state} /></span>
          <span className="row-meta">
            {item.membersPresent > 0 && <strong className="row-present">{t('list.present', { count: item.membersPresent })}</strong>}
            <span>{item.applicantName}</span>
            <time dateTime={item.requestedAt}>{formatTime(item.requestedAt, language)}</time>
          </span>
        </span>
      </Link>
    </li>
  );
}
