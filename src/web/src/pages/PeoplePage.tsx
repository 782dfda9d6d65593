import { useState } from 'react';
import { errorCode } from '../api/http';
import { server } from '../api/server';
import { account } from '../app/account';
import { useStore } from '../app/Store';
import { useText } from '../i18n/language';
import type { PersonDto } from '../protocol/http';
import type { RefusalCode } from '../protocol/refusals';
import { Confirm, Dialog } from '../ui/Dialog';
import { Icon } from '../ui/Icon';
import { Loading, RefusalNotice } from '../ui/Notice';
import { useLoad } from '../ui/useLoad';
import { OneTimePasswordDialog } from './OneTimePasswordDialog';
import { PeopleTable } from './PeopleTable';
import { PersonDialog, type HandOver } from './PersonDialog';
import { SessionList } from './SessionList';

/** What is open over the table. */
type Open =
  | { what: 'edit'; person: PersonDto | null }
  | { what: 'reset'; person: PersonDto }
  | { what: 'sessions'; person: PersonDto }
  | { what: 'password'; handOver: HandOver }
  | null;

export function PeoplePage() {
  const { t } = useText();
  const current = useStore(account);
  const people = useLoad('people', server.people);
  const [open, setOpen] = useState<Open>(null);
  const [refusal, setRefusal] = useState<RefusalCode | null>(null);
  if (current.state === 'signedIn' && current.person.role !== 'administrator') {
    return <main id="content" className="page"><h1>{t('people.title')}</h1><p className="notice"><Icon name="lock" />{t('people.only')}</p></main>;
  }
  const close = () => setOpen(null);
  const saved = (handOver: HandOver | null) => {
    people.reload();
    setOpen(handOver === null ? null : { what: 'password', handOver });
  };
  const reset = async (person: PersonDto) => {
    setRefusal(null);
    try {
      const { password, until } = await server.resetPassword(person.personId);
      saved({ name: person.displayName, password, until });
    } catch (error) {
      setRefusal(errorCode(error));
    }
  };
  const error = refusal ?? people.error;
  return (
    <main id="content" className="page">
      <div className="page-head">
        <h1>{t('people.title')}</h1>
        <button type="button" className="button button-primary" data-testid="person-add" onClick={() => setOpen({ what: 'edit', person: null })}>
          <Icon name="plus" />{t('people.add')}
        </button>
      </div>
      {error !== null && <RefusalNotice code={error} />}
      {people.value === null && error === null && <Loading />}
      {people.value !== null && (
        <PeopleTable
          people={people.value} own={current.state === 'signedIn' ? current.person.personId : ''}
          onEdit={person => setOpen({ what: 'edit', person })} onReset={person => setOpen({ what: 'reset', person })}
          onSessions={person => setOpen({ what: 'sessions', person })}
        />
      )}
      {open?.what === 'edit' && <PersonDialog person={open.person} onSaved={saved} onClose={() => { people.reload(); close(); }} />}
      {open?.what === 'reset' && (
        <Confirm
          title={t('people.reset.confirm', { name: open.person.displayName })} body={t('people.reset.body')} confirm={t('people.reset')}
          onConfirm={() => void reset(open.person)} onClose={close}
        />
      )}
      {open?.what === 'password' && <OneTimePasswordDialog {...open.handOver} onClose={close} />}
      {open?.what === 'sessions' && (
        <Dialog title={t('people.sessions.of', { name: open.person.displayName })} onClose={close}>
          <SessionList
            person={open.person.personId} load={() => server.sessionsOf(open.person.personId)}
            end={session => server.endSessionOf(open.person.personId, session)} endOthers={() => server.endSessionsOf(open.person.personId)}
          />
          <div className="actions actions-end"><button type="button" className="button" data-testid="sessions-done" onClick={close}>{t('app.close')}</button></div>
        </Dialog>
      )}
    </main>
  );
}
