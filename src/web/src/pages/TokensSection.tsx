import { useState } from 'react';
import { errorCode } from '../api/http';
import { server } from '../api/server';
import { formatTime, useText } from '../i18n/language';
import type { TokenDto } from '../protocol/http';
import type { RefusalCode } from '../protocol/refusals';
import { roleText, TokenBadge } from '../ui/badges';
import { Confirm } from '../ui/Dialog';
import { Icon } from '../ui/Icon';
import { Loading, RefusalNotice } from '../ui/Notice';
import { useLoad } from '../ui/useLoad';
import { InviteDialog } from './InviteDialog';

/** Everyone's tokens: invite by link, see what became of it, take it back. */
export function TokensSection({ groupId, open, mayInvite }: { groupId: string; open: boolean; mayInvite: boolean }) {
  const { t, language } = useText();
  const tokens = useLoad(`tokens ${groupId}`, () => server.tokens(groupId));
  const [inviting, setInviting] = useState(false);
  const [revoking, setRevoking] = useState<TokenDto | null>(null);
  const [refusal, setRefusal] = useState<RefusalCode | null>(null);
  // Who may not moderate sees no tokens at all.
  if (tokens.error === 'permission.missing') return null;
  const revoke = async (token: TokenDto) => {
    setRefusal(null);
    try {
      await server.revokeToken(groupId, token.tokenId);
    } catch (error) {
      setRefusal(errorCode(error));
    }
    tokens.reload();
  };
  return (
    <section className="card" aria-labelledby="tokens-title">
      <div className="section-head">
        <div>
          <h2 id="tokens-title">{t('tokens.title')}</h2>
          <p className="quiet">{t('tokens.lead')}</p>
        </div>
        {open && mayInvite && (
          <button type="button" className="button" data-testid="invite" onClick={() => setInviting(true)}>
            <Icon name="plus" />{t('tokens.invite')}
          </button>
        )}
      </div>
      {refusal !== null && <RefusalNotice code={refusal} />}
      {tokens.error !== null && <RefusalNotice code={tokens.error} />}
      {tokens.value === null && tokens.error === null && <Loading />}
      {tokens.value?.length === 0 && <p className="quiet">{t('tokens.none')}</p>}
      {tokens.value !== null && tokens.value.length > 0 && (
        <div className="table-scroll">
          <table>
            <thead>
              <tr><th>{t('tokens.name')}</th><th>{t('tokens.role')}</th><th>{t('tokens.state')}</th><th>{t('tokens.expires')}</th><td /></tr>
            </thead>
            <tbody>
              {tokens.value.map(token => (
                <tr key={token.tokenId}>
                  <td>{token.displayName}</td>
                  <td>{roleText(t, token.role)}</td>
                  <td><TokenBadge state={token.state} /></td>
                  <td>{formatTime(token.expiresAt, language)}</td>
                  <td className="cell-action">
                    {open && (token.state === 'issued' || token.state === 'used') && (
                      <button
                        type="button" className="button button-quiet" aria-label={t('tokens.revokeOf', { name: token.displayName })}
                        data-testid={`revoke-${token.tokenId}`} onClick={() => setRevoking(token)}
                      >
                        {t('tokens.revoke')}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {inviting && <InviteDialog groupId={groupId} onClose={() => { setInviting(false); tokens.reload(); }} />}
      {revoking !== null && (
        <Confirm
          title={t('tokens.revoke.ask', { name: revoking.displayName })} body={t('tokens.revoke.body')} confirm={t('tokens.revoke')}
          onConfirm={() => void revoke(revoking)} onClose={() => setRevoking(null)}
        />
      )}
    </section>
  );
}
