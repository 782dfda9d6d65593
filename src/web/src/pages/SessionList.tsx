import { useState } from 'react';
import { errorCode } from '../api/http';
import { formatTime, useText } from '../i18n/language';
import type { EndedSessionsDto, SessionDto } from '../protocol/http';
import type { RefusalCode } from '../protocol/refusals';
import { Loading, RefusalNotice } from '../ui/Notice';
import { useLoad } from '../ui/useLoad';

export interface SessionListProps {
  /** Whose sessions; another one loads anew. */
  person: string;
  load: () => Promise<SessionDto[]>;
  end: (sessionId: string) => Promise<void>;
  endOthers: () => Promise<EndedSessionsDto>;
}

/** Where somebody is signed in, with what ends it. */
export function SessionList({ person, load, end, endOthers }: SessionListProps) {
  const { t, language } = useText();
  const sessions = useLoad(person, load);
  const [refusal, setRefusal] = useState<RefusalCode | null>(null);
  const [ended, setEnded] = useState<number | null>(null);
  const run = async (action: () => Promise<number>) => {
    setRefusal(null);
    setEnded(null);
    try {
      setEnded(await action());
    } catch (failed) {
      setRefusal(errorCode(failed));
    }
    sessions.reload();
  };
  const error = refusal ?? sessions.error;
  const isOwn = sessions.value?.some(session => session.isCurrent) ?? false;
  const others = sessions.value?.filter(session => !session.isCurrent).length ?? 0;
  const nameOf = (session: SessionDto) => (session.agent === 'other program' ? t('sessions.other') : session.agent);
  return (
    <div className="session-list">
      {error !== null && <RefusalNotice code={error} />}
      <p role="status" className={ended === null ? 'hidden' : 'notice'}>{ended === null ? '' : t('sessions.ended', { count: ended })}</p>
      {sessions.value === null && error === null && <Loading />}
      {sessions.value?.length === 0 && <p>{t('sessions.none')}</p>}
      {sessions.value !== null && sessions.value.length > 0 && (
        <div className="table-scroll">
          <table data-testid="sessions">
            <thead>
              <tr><th>{t('sessions.device')}</th><th>{t('sessions.address')}</th><th>{t('sessions.started')}</th><th>{t('sessions.used')}</th><td /></tr>
            </thead>
            <tbody>
              {sessions.value.map(session => (
                <tr key={session.sessionId}>
                  <td><strong>{nameOf(session)}</strong></td>
                  <td>{session.address}</td>
                  <td>{formatTime(session.startedAt, language)}</td>
                  <td>{formatTime(session.usedAt, language)}</td>
                  <td className="cell-action">
                    {session.isCurrent ? <span className="badge badge-token-used">{t('sessions.current')}</span> : (
                      <button
                        type="button" className="button button-quiet" data-testid="session-end"
                        aria-label={t('sessions.endOf', { agent: nameOf(session), at: formatTime(session.startedAt, language) })}
                        onClick={() => void run(async () => { await end(session.sessionId); return 1; })}
                      >
                        {t('sessions.end')}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {others > 0 && (
        <div className="actions">
          <button type="button" className="button" data-testid="sessions-end" onClick={() => void run(async () => (await endOthers()).ended)}>
            {t(isOwn ? 'sessions.endOthers' : 'sessions.endAll')}
          </button>
        </div>
      )}
    </div>
  );
}
