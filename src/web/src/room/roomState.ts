import type { ChatMessageDto, ChatPageDto, EnterReply, GroupDto, GroupNotice, LeaveReason, MemberDto, SlotDto } from '../protocol/hub';
import { refusalCode, type RefusalCode } from '../protocol/refusals';

/** Where this terminal stands with the consultation. */
export type Phase = 'joining' | 'inside' | 'reconnecting' | 'over';

/** Why the stay is over. */
export type Ending =
  | { kind: 'left' }
  | { kind: 'closed' }
  | { kind: 'expired' }
  | { kind: 'refused'; code: RefusalCode };

/** The end that a refusal means: a consultation that is over is no mistake of anybody's. */
export function endingOf(code: string): Ending {
  if (code === 'group.closed') return { kind: 'closed' };
  if (code === 'group.expired') return { kind: 'expired' };
  return { kind: 'refused', code: refusalCode(code) };
}

export type MediaPhase = 'idle' | 'connecting' | 'connected' | 'failed';

/** Something to tell the people in the room once; `id` grows. */
export interface Announcement {
  id: number;
  kind: 'entered' | 'left' | 'removed' | 'timedOut' | 'connected' | 'mutedByOther' | 'message' | 'moved' | 'overLimit';
  name: string;
  text?: string;
  /** Of `connected`: whom this terminal is connected with. */
  names?: string[];
}

/** A chat line; `failed` and `sending` exist only on this terminal until the hub has recorded it. */
export interface ChatLine extends ChatMessageDto {
  state: 'recorded' | 'sending' | 'failed';
  /** Why it was refused; null when it only did not get through. */
  refusal?: RefusalCode | null;
}

/** What was written before the lines that are shown. */
export interface EarlierChat {
  /** Argument of `Messages` for the page before them; null when they are all. */
  cursor: string | null;
  phase: 'idle' | 'loading' | 'failed';
  /** Lines at the front of the list that were loaded as earlier pages. */
  shown: number;
  /** Of the last page. */
  added: number;
}

export interface RoomState {
  phase: Phase;
  ending: Ending | null;
  terminalId: string | null;
  group: Omit<GroupDto, 'members' | 'sequence'> | null;
  members: MemberDto[];
  messages: ChatLine[];
  earlier: EarlierChat;
  slots: SlotDto[];
  media: MediaPhase;
  /** Why media was refused; null when it only does not get through. */
  mediaRefusal: RefusalCode | null;
  announcements: Announcement[];
}

export const emptyRoom: RoomState = {
  phase: 'joining',
  ending: null,
  terminalId: null,
  group: null,
  members: [],
  messages: [],
  earlier: { cursor: null, phase: 'idle', shown: 0, added: 0 },
  slots: [],
  media: 'idle',
  mediaRefusal: null,
  announcements: [],
};

export type RoomAction =
  | { type: 'entered'; reply: EnterReply }
  | { type: 'notice'; notice: GroupNotice }
  | { type: 'slots'; slots: SlotDto[] }
  | { type: 'media'; media: MediaPhase; refusal: RefusalCode | null }
  | { type: 'moved' }
  | { type: 'lost' }
  | { type: 'sending'; message: ChatMessageDto }
  | { type: 'sent'; message: ChatMessageDto }
  | { type: 'sendFailed'; id: string; refusal: RefusalCode | null }
  | { type: 'earlierAsked' }
  | { type: 'earlierFailed' }
  | { type: 'earlier'; page: ChatPageDto }
  | { type: 'over'; ending: Ending };

/** How many announcements are remembered: enough for toasts and the live region, not a history. */
const announcementsKept = 8;

export function reduceRoom(state: RoomState, action: RoomAction): RoomState {
  if (state.phase === 'over') return state;
  switch (action.type) {
    case 'entered':
      return {
        ...withGroup(state, action.reply.group),
        phase: 'inside',
        terminalId: action.reply.terminalId,
        ...mergeChat(state, action.reply),
      };
    case 'notice':
      return reduceNotice(state, action.notice);
    case 'slots':
      return { ...state, slots: action.slots };
    case 'media':
      return state.media === action.media ? state : { ...state, media: action.media, mediaRefusal: action.refusal };
    case 'moved':
      return announce(state, 'moved', {});
    case 'lost':
      return { ...state, phase: state.terminalId === null ? 'joining' : 'reconnecting' };
    case 'sending':
      return { ...state, messages: upsertMessage(state.messages, { ...action.message, state: 'sending' }) };
    case 'sent':
      return { ...state, messages: upsertMessage(state.messages, { ...action.message, state: 'recorded' }) };
    case 'sendFailed':
      return {
        ...state,
        messages: state.messages.map(line =>
          line.id === action.id && line.state === 'sending' ? { ...line, state: 'failed', refusal: action.refusal } : line),
      };
    case 'earlierAsked':
      return { ...state, earlier: { ...state.earlier, phase: 'loading' } };
    case 'earlierFailed':
      return { ...state, earlier: { ...state.earlier, phase: 'failed' } };
    case 'earlier':
      return withEarlier(state, action.page);
    case 'over':
      return { ...state, phase: 'over', ending: action.ending };
  }
}

/** Somebody else is sending to this terminal, as far as is known. */
export function expectsMedia(state: RoomState): boolean {
  return state.slots.some(slot => slot.source !== null && state.members.some(member =>
    member.terminalId === slot.terminalId && member.presence === 'connected' && !member.muted.includes(slot.source!)));
}

function reduceNotice(state: RoomState, notice: GroupNotice): RoomState {
  switch (notice.name) {
    case 'Entered': {
      const { member, resumed } = notice.body;
      const next = { ...state, members: upsertMember(state.members, member) };
      return resumed || member.terminalId === state.terminalId ? next : announce(next, 'entered', { name: member.displayName });
    }
    case 'Connected': {
      const { terminalIds, at } = notice.body;
      const members = state.members.map(member =>
        terminalIds.includes(member.terminalId) ? { ...member, presence: 'connected' as const } : member);
      const group = state.group === null ? null : { ...state.group, connectedAt: state.group.connectedAt ?? at };
      const others = members.filter(member => terminalIds.includes(member.terminalId) && member.terminalId !== state.terminalId);
      return announce({ ...state, members, group }, 'connected', { names: others.map(member => member.displayName) });
    }
    case 'Presence': {
      const { terminalId, presence, reason } = notice.body;
      const next = changeMember(state, terminalId, { presence });
      const member = state.members.find(one => one.terminalId === terminalId);
      return reason === 'overLimit' ? announce(next, 'overLimit', { name: member?.displayName ?? '' }) : next;
    }
    case 'Muted': {
      const { terminalId, muted, byPersonId } = notice.body;
      const before = state.members.find(member => member.terminalId === terminalId);
      const next = changeMember(state, terminalId, { muted });
      const byOther = terminalId === state.terminalId && before !== undefined && byPersonId !== before.personId;
      if (!byOther) return next;
      const by = state.members.find(member => member.personId === byPersonId);
      return announce(next, 'mutedByOther', { name: by?.displayName ?? '' });
    }
    case 'Quality':
      return changeMember(state, notice.body.terminalId, { quality: notice.body.quality });
    case 'Undecodable':
      return changeMember(state, notice.body.terminalId, { undecodable: notice.body.undecodable });
    case 'Message': {
      const { message } = notice.body;
      const known = state.messages.some(line => line.id === message.id);
      const next = { ...state, messages: upsertMessage(state.messages, { ...message, state: 'recorded' }) };
      return known || message.terminalId === state.terminalId ? next : announce(next, 'message', { name: message.displayName, text: message.text });
    }
    case 'Left':
      return reduceLeft(state, notice.body.terminalId, notice.body.reason);
    case 'Ended':
      return { ...state, phase: 'over', ending: { kind: notice.body.state } };
    case 'Missed':
      return state;
  }
}

function reduceLeft(state: RoomState, terminalId: string, reason: LeaveReason): RoomState {
  if (terminalId === state.terminalId) {
    return { ...state, phase: 'over', ending: ownEnding(reason) };
  }
  const member = state.members.find(one => one.terminalId === terminalId);
  const next = {
    ...state,
    members: state.members.filter(one => one.terminalId !== terminalId),
    slots: state.slots.map(slot => slot.terminalId === terminalId ? { ...slot, terminalId: null, source: null } : slot),
  };
  if (member === undefined || reason === 'groupClosed') return next;
  return announce(next, reason, { name: member.displayName });
}

function ownEnding(reason: LeaveReason): Ending {
  switch (reason) {
    case 'left': return { kind: 'left' };
    case 'groupClosed': return { kind: 'closed' };
    case 'removed': return { kind: 'refused', code: 'member.removed' };
    case 'timedOut': return { kind: 'refused', code: 'member.timed_out' };
  }
}

function withGroup(state: RoomState, group: GroupDto): RoomState {
  const { members, sequence: _sequence, ...rest } = group;
  return { ...state, group: rest, members };
}

function changeMember(state: RoomState, terminalId: string, change: Partial<MemberDto>): RoomState {
  return {
    ...state,
    members: state.members.map(member => member.terminalId === terminalId ? { ...member, ...change } : member),
  };
}

function upsertMember(members: MemberDto[], member: MemberDto): MemberDto[] {
  return members.some(one => one.terminalId === member.terminalId)
    ? members.map(one => one.terminalId === member.terminalId ? member : one)
    : [...members, member];
}

function upsertMessage(lines: ChatLine[], line: ChatLine): ChatLine[] {
  const at = lines.findIndex(one => one.id === line.id);
  if (at < 0) return [...lines, line];
  if (lines[at]!.state === 'recorded' && line.state !== 'recorded') return lines;
  return lines.map((one, index) => index === at ? line : one);
}

/** The record is the hub's; lines of ours that it does not know yet stay behind it, and earlier pages before it. */
function mergeChat(state: RoomState, reply: EnterReply): Pick<RoomState, 'messages' | 'earlier'> {
  const ids = new Set(reply.messages.map(message => message.id));
  const recorded = reply.messages.map(message => ({ ...message, state: 'recorded' as const }));
  const waiting = state.messages.filter(line => line.state !== 'recorded' && !ids.has(line.id));
  // Where the two overlap nothing is missing between them. Elsewhere the earlier lines are loaded again when somebody looks for them.
  const joint = state.messages.findIndex(line => line.state === 'recorded' && line.id === reply.messages[0]?.id);
  if (joint <= 0) {
    return { messages: [...recorded, ...waiting], earlier: { cursor: reply.earlier ?? null, phase: 'idle', shown: 0, added: 0 } };
  }
  const before = state.messages.slice(0, joint).filter(line => line.state === 'recorded');
  return {
    messages: [...before, ...recorded, ...waiting],
    earlier: { ...state.earlier, phase: 'idle', shown: Math.min(state.earlier.shown, before.length) },
  };
}

function withEarlier(state: RoomState, page: ChatPageDto): RoomState {
  const ids = new Set(state.messages.map(line => line.id));
  const added = page.messages.filter(message => !ids.has(message.id)).map(message => ({ ...message, state: 'recorded' as const }));
  return {
    ...state,
    messages: [...added, ...state.messages],
    earlier: { cursor: page.earlier, phase: 'idle', shown: state.earlier.shown + added.length, added: added.length },
  };
}

/** Lines of others behind the last one that was seen; all of them when that one is not there any more. */
export function countUnread(messages: readonly ChatLine[], terminalId: string | null, lastSeen: string | null): number {
  const from = messages.findIndex(line => line.id === lastSeen) + 1;
  return messages.slice(from).filter(line => line.terminalId !== terminalId).length;
}

function announce(state: RoomState, kind: Announcement['kind'], about: Partial<Announcement>): RoomState {
  const id = (state.announcements.at(-1)?.id ?? 0) + 1;
  return { ...state, announcements: [...state.announcements, { name: '', ...about, id, kind }].slice(-announcementsKept) };
}
