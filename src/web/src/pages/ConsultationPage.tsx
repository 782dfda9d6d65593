import { useState } from 'react';
import { errorCode } from '../api/http';
import { server } from '../api/server';
import { mayLead, mayEnter, useRole } from '../app/account';
import { Link, paths } from '../app/router';
import { formatTime, useText } from '../i18n/language';
import type { TextKey } from '../i18n/texts';
import type { ConsultationDetail } from '../protocol/http';
import type { RefusalCode } from '../protocol/refusals';
import { roleText, StateBadge, UrgencyBadge } from '../ui/badges';
import { Confirm } from '../ui/Dialog';
import { Icon } from '../ui/Icon';
import { Loading, RefusalNotice } from '../ui/Notice';
import { useLoad } from '../ui/useLoad';
import { AuditSection } from './AuditSection';
import { TokensSection } from './TokensSection';

export function ConsultationPage({ groupId }: { groupId: string }) {
  const { t } = useText();
  const detail = useLoad(groupId, () => server.consultation(groupId));
  const value = detail.value;
  return (
    <main id="content" className="page">
      <Link to={paths.consultations} className="back"><Icon name="back" size={16} />{t('list.title')}</Link>
      {detail.error !== null && <RefusalNotice code={detail.error} />}
      {detail.error !== null && <button type="button" className="button" onClick={detail.reload}>{t('app.retry')}</button>}
      {value === null && detail.error === null && <Loading />}
      {value !== null && <Detail value={value} reload={detail.reload} />}
    </main>
  );
}

function Detail({ value, reload }: { value: ConsultationDetail; reload: () => void }) {
  const { t, language } = useText();
  const role = useRole();
  const [closing, setClosing] = useState(false);
  const [refusal, setRefusal] = useState<RefusalCode | null>(null);
  const over = value.state === 'closed' || value.state === 'expired';
  const close = async () => {
    setRefusal(null);
    try {
      await server.close(value.groupId);
      reload();
    } catch (error) {
      setRefusal(errorCode(error));
    }
  };
  return (
    <>
      <div className="page-head">
        <div>
          <div className="row-badges"><UrgencyBadge urgency={value.urgency} /><StateBadge state={value.state} /></div>
          <h1>{value.patient.name === '' ? value.purpose : value.patient.name}</h1>
          {value.patient.name !== '' && <p className="lead">{value.purpose}</p>}
        </div>
        {!over && (
          <div className="actions">
            {role !== null && mayEnter(role) && (
              <Link to={paths.room(value.groupId)} className="button button-primary button-large" data-testid="enter">
                <Icon name="camera" />{t('detail.enter')}
              </Link>
            )}
            {role !== null && mayLead(role) && (
              <button type="button" className="button button-large" data-testid="close-consultation" onClick={() => setClosing(true)}>{t('detail.close')}</button>
            )}
          </div>
        )}
      </div>
      {over && <p className="notice"><Icon name="info" />{t('detail.over')}</p>}
      {refusal !== null && <RefusalNotice code={refusal} />}
      <div className="columns">
        <section className="card" aria-labelledby="request-title">
          <h2 id="request-title">{t('detail.request')}</h2>
          <Facts value={value} />
        </section>
        <section className="card" aria-labelledby="inside-title">
          <h2 id="inside-title">{t('detail.inside')}</h2>
          {value.members.length === 0 && <p className="quiet">{t('detail.nobody')}</p>}
          <ul className="plain-list">
            {value.members.map(member => (
              <li key={member.terminalId}><strong>{member.displayName}</strong><span className="quiet">{roleText(t, member.role)}</span></li>
            ))}
          </ul>
        </section>
      </div>
      {role !== null && mayLead(role) && <TokensSection groupId={value.groupId} open={!over} mayInvite={mayEnter(role)} />}
      {role !== null && mayLead(role) && <AuditSection groupId={value.groupId} />}
      {closing && (
        <Confirm
          title={t('detail.close.ask')} body={t('detail.close.body')} confirm={t('detail.close')}
          onConfirm={() => void close()} onClose={() => setClosing(false)}
        />
      )}
      <p className="quiet small">{t('detail.number')}: <code>{value.requestId}</code> · {formatTime(value.requestedAt, language)}</p>
    </>
  );
}

function Facts({ value }: { value: ConsultationDetail }) {
  const { t, language } = useText();
  const { patient } = value;
  const person = [
    patient.sex === null ? null : sexText(t, patient.sex),
    patient.age === null ? null : t('detail.years', { count: patient.age }),
  ].filter(one => one !== null).join(', ');
  const facts: [string, string | null][] = [
    [t('ask.patient'), patient.name === '' ? null : person === '' ? patient.name : `${patient.name} (${person})`],
    [t('ask.idNumber'), patient.idNumber],
    [t('ask.phone'), patient.phone],
    [t('ask.purpose'), value.purpose],
    [t('ask.complaint'), value.complaint],
    [t('ask.hospital'), value.hospital],
    [t('ask.department'), value.department],
    [t('ask.specialty'), value.specialty],
    [t('list.applicant'), value.applicantName],
    [t('list.requested'), formatTime(value.requestedAt, language)],
    [t('detail.connected'), value.connectedAt === null ? null : formatTime(value.connectedAt, language)],
    [t('detail.closedAt'), value.closedAt === null ? null : formatTime(value.closedAt, language)],
    [t('ask.capacity'), String(value.capacity)],
  ];
  return (
    <dl className="facts">
      {facts.filter(([, text]) => text !== null).map(([name, text]) => <div key={name}><dt>{name}</dt><dd>{text}</dd></div>)}
    </dl>
  );
}

function sexText(t: (key: TextKey) => string, sex: string): string {
  return ['female', 'male', 'other', 'unknown'].includes(sex) ? t(`sex.${sex}` as TextKey) : sex;
}
