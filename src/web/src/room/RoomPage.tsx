import { useCallback, useEffect, useState } from 'react';
import { ApiError, errorCode } from '../api/http';
import { server } from '../api/server';
import { account, loadAccount } from '../app/account';
import { useStore } from '../app/Store';
import { Shell } from '../app/Shell';
import { LocalMedia } from '../media/LocalMedia';
import { SignInPage } from '../pages/SignInPage';
import type { ConsultationDetail } from '../protocol/http';
import type { RefusalCode } from '../protocol/refusals';
import { forget, keepInside, keepToken, remember, type SeatMemory } from '../signal/seat';
import { Loading } from '../ui/Notice';
import { ConsultationSession } from './ConsultationSession';
import { OverPage } from './OverPage';
import { PreJoin } from './PreJoin';
import { Room } from './Room';
import { endingOf, type Ending } from './roomState';

/** Seats of a group that was asked for without a number; guests are not told before they enter. */
const usualCapacity = 16;

/** One consultation from the device check to the end. Entering again after leaving starts a new stay. */
export function RoomPage({ groupId }: { groupId: string }) {
  const [turn, setTurn] = useState(0);
  const [local, setLocal] = useState<LocalMedia | null>(null);
  useEffect(() => {
    const media = new LocalMedia();
    setLocal(media);
    return () => media.close();
  }, [turn]);
  if (local === null) return null;
  return <Stay key={turn} groupId={groupId} local={local} onAgain={() => { setLocal(null); setTurn(turn + 1); }} />;
}

function Stay({ groupId, local, onAgain }: { groupId: string; local: LocalMedia; onAgain: () => void }) {
  const current = useStore(account);
  const [memory] = useState<SeatMemory>(() => remember(groupId));
  const [detail, setDetail] = useState<ConsultationDetail | null>(null);
  const [ready, setReady] = useState<{ stay: ConsultationSession; tokens: TokenSource } | null>(null);
  const [joined, setJoined] = useState(false);
  const [ending, setEnding] = useState<Ending | null>(null);
  const staff = memory.renewable;

  useEffect(() => {
    if (staff && account.get().state === 'unknown') void loadAccount();
  }, [staff]);
  useEffect(() => {
    if (!staff || current.state !== 'signedIn') return;
    server.consultation(groupId).then(setDetail, (error: unknown) => {
      const code = errorCode(error);
      if (code === 'group.unknown' || code === 'permission.missing') setEnding({ kind: 'refused', code });
    });
  }, [staff, current.state, groupId]);
  useEffect(() => {
    const tokens = new TokenSource(groupId, memory);
    const stay = new ConsultationSession({
      seatKey: memory.seatKey,
      local,
      token: () => tokens.get(),
      renewToken: () => tokens.renew(),
      explainFailure: () => tokens.explainFailure(),
    });
    stay.state.subscribe(() => {
      const { phase, ending: reached } = stay.state.get();
      if (phase === 'inside') keepInside(groupId, true);
      if (phase === 'over' && reached !== null) {
        keepInside(groupId, false);
        if (staff && !(reached.kind === 'refused' && reached.code === 'seat.elsewhere')) forget(groupId);
        local.close();
        setEnding(reached);
      }
    });
    stay.prepare(usualCapacity);
    setReady({ stay, tokens });
    return () => stay.dispose();
  }, [groupId, memory, local, staff]);
  const capacity = detail?.capacity;
  useEffect(() => {
    if (capacity !== undefined && !joined) ready?.stay.prepare(capacity);
  }, [capacity, ready, joined]);

  const join = useCallback(async () => {
    if (ready === null) return;
    try {
      await ready.tokens.get();
    } catch (error) {
      setEnding(endingOf(errorCode(error)));
      return;
    }
    ready.stay.join();
    setJoined(true);
  }, [ready]);

  if (ending !== null) return <Shell><OverPage groupId={groupId} ending={ending} staff={staff} onAgain={onAgain} /></Shell>;
  if (ready === null) return null;
  if (joined) return <Room session={ready.stay} local={local} groupId={groupId} staff={staff} />;
  if (memory.token === null && current.state === 'signedOut') return <Shell><SignInPage /></Shell>;
  if (memory.token === null && current.state === 'unknown') return <Shell><main id="content" className="page"><Loading /></main></Shell>;
  return <Shell><PreJoin memory={memory} detail={detail} local={local} onJoin={join} /></Shell>;
}

/** Where the token for each connection comes from: the link, or the signed-in person's own entry. */
class TokenSource {
  private token: string | null;

  constructor(private readonly groupId: string, private readonly memory: SeatMemory) {
    this.token = memory.token;
  }

  async get(): Promise<string> {
    if (this.token === null) {
      const issued = await server.enter(this.groupId);
      this.token = issued.token;
      keepToken(this.groupId, issued.token, true);
    }
    return this.token;
  }

  async renew(): Promise<boolean> {
    if (!this.memory.renewable) return false;
    const old = this.token;
    this.token = null;
    try {
      await this.get();
      return true;
    } catch {
      this.token = old;
      return false;
    }
  }

  async explainFailure(): Promise<RefusalCode | null> {
    if (this.token === null) return null;
    try {
      await server.probeHub(this.token);
      return null;
    } catch (error) {
      if (!(error instanceof ApiError)) return null;
      // A refusal without a code of ours can only be about the token.
      if (error.status === 401 && error.code === 'sign_in.required') return 'token.expired';
      return /^(token|group)\./.test(error.code) ? error.code : null;
    }
  }
}
