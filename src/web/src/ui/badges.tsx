import { useText } from '../i18n/language';
import type { GroupState, TokenState, Urgency } from '../protocol/http';
import type { TextKey } from '../i18n/texts';

export function UrgencyBadge({ urgency }: { urgency: Urgency }) {
  const { t } = useText();
  return <span className={`badge badge-${urgency}`}>{t(`urgency.${urgency}`)}</span>;
}

export function StateBadge({ state }: { state: GroupState }) {
  const { t } = useText();
  return <span className={`badge badge-state-${state}`}><span className="dot" aria-hidden="true" />{t(`state.${state}`)}</span>;
}

export function TokenBadge({ state }: { state: TokenState }) {
  const { t } = useText();
  return <span className={`badge badge-token-${state}`}>{t(`tokenState.${state}`)}</span>;
}

const roles = new Set(['applicant', 'expert', 'coordinator', 'patient', 'interpreter', 'observer', 'device', 'administrator']);

/** A role of a newer server is shown as it is named. */
export function roleText(t: (key: TextKey) => string, role: string): string {
  return roles.has(role) ? t(`role.${role}` as TextKey) : role;
}
