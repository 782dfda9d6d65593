import { useState } from 'react';
import { server } from '../api/server';
import { account } from '../app/account';
import { useStore } from '../app/Store';
import { useText } from '../i18n/language';
import type { PersonDto } from '../protocol/http';
import { roleText } from '../ui/badges';
import { Icon } from '../ui/Icon';
import { Loading, RefusalNotice } from '../ui/Notice';
import { useLoad } from '../ui/useLoad';
import { PersonDialog } from './PersonDialog';

export function PeoplePage() {
  const { t } = useText();
  const current = useStore(account);
  const people = useLoad('people', server.people);
  const [editing, setEditing] = useState<PersonDto | 'new' | null>(null);
  if (current.state === 'signedIn' && current.person.role !== 'administrator') {
    return <main id="content" className="page"><h1>{t('people.title')}</h1><p className="notice"><Icon name="lock" />{t('people.only')}</p></main>;
  }
  return (
    <main id="content" className="page">
      <div className="page-head">
        <h1>{t('people.title')}</h1>
        <button type="button" className="button button-primary" data-testid="person-add" onClick={() => setEditing('new')}>
          <Icon name="plus" />{t('people.add')}
        </button>
      </div>
      {people.error !== null && <RefusalNotice code={people.error} />}
      {people.value === null && people.error === null && <Loading />}
      {people.value !== null && (
        <div className="card table-scroll">
          <table data-testid="people">
            <thead>
              <tr><th>{t('tokens.name')}</th><th>{t('signIn.userName')}</th><th>{t('tokens.role')}</th><th>{t('tokens.state')}</th><td /></tr>
            </thead>
            <tbody>
              {people.value.map(person => (
                <tr key={person.personId}>
                  <td><strong>{person.displayName}</strong></td>
                  <td>{person.userName}</td>
                  <td>{roleText(t, person.role)}</td>
                  <td><span className={`badge ${person.disabled ? 'badge-token-revoked' : 'badge-token-used'}`}>{t(person.disabled ? 'people.disabled' : 'people.active')}</span></td>
                  <td className="cell-action">
                    <button
                      type="button" className="button button-quiet" aria-label={t('people.editOf', { name: person.displayName })}
                      onClick={() => setEditing(person)}
                    >
                      {t('people.edit')}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {editing !== null && (
        <PersonDialog person={editing === 'new' ? null : editing} onSaved={people.reload} onClose={() => setEditing(null)} />
      )}
    </main>
  );
}
