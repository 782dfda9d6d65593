import { useText } from '../i18n/language';
import type { PersonDto } from '../protocol/http';
import { roleText } from '../ui/badges';

export interface PeopleTableProps {
  people: PersonDto[];
  /** Id of the administrator who looks: one's own password is changed under "My account". */
  own: string;
  onEdit: (person: PersonDto) => void;
  onReset: (person: PersonDto) => void;
  onSessions: (person: PersonDto) => void;
}

/** All accounts, with what administrators do to them. */
export function PeopleTable({ people, own, onEdit, onReset, onSessions }: PeopleTableProps) {
  const { t } = useText();
  const state = (person: PersonDto) => t(person.disabled ? 'people.disabled' : person.mustChangePassword ? 'people.oneTime' : 'people.active');
  const named = (action: string, person: PersonDto) => `${action}: ${person.displayName}`;
  return (
    <div className="card table-scroll">
      <table data-testid="people">
        <thead>
          <tr><th>{t('tokens.name')}</th><th>{t('signIn.userName')}</th><th>{t('tokens.role')}</th><th>{t('tokens.state')}</th><td /></tr>
        </thead>
        <tbody>
          {people.map(person => (
            <tr key={person.personId} data-testid={`person-${person.userName}`}>
              <td><strong>{person.displayName}</strong></td>
              <td>{person.userName}</td>
              <td>{roleText(t, person.role)}</td>
              <td><span className={`badge ${person.disabled ? 'badge-token-revoked' : 'badge-token-used'}`}>{state(person)}</span></td>
              <td className="cell-action">
                {person.personId !== own && (
                  <button
                    type="button" className="button button-quiet" data-testid="person-reset" aria-label={named(t('people.reset'), person)}
                    onClick={() => onReset(person)}
                  >
                    {t('people.reset')}
                  </button>
                )}
                <button
                  type="button" className="button button-quiet" data-testid="person-sessions" aria-label={t('people.sessions.of', { name: person.displayName })}
                  onClick={() => onSessions(person)}
                >
                  {t('people.sessions')}
                </button>
                <button type="button" className="button button-quiet" aria-label={t('people.editOf', { name: person.displayName })} onClick={() => onEdit(person)}>
                  {t('people.edit')}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
