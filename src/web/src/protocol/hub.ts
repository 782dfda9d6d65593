/** Hub messages, mirrored by hand from ConsultCluster.Contracts/Hub. Method names are the C# ones. */
import type { GroupState, Urgency } from './http';

export type MediaSource = 'microphone' | 'camera' | 'screen';
export type Presence = 'entered' | 'connected' | 'reconnecting';
export type Permission = 'publish' | 'subscribe' | 'shareScreen' | 'chat' | 'moderate' | 'close';
export type LeaveReason = 'left' | 'removed' | 'timedOut' | 'groupClosed';

export interface ErrorDto {
  code: string;
  reason: string;
}

export interface Reply {
  error: ErrorDto | null;
}

export interface ReplyOf<T> {
  value: T | null;
  error: ErrorDto | null;
}

export interface QualityDto {
  up: number;
  down: number;
  roundTripMs: number | null;
  upLossPercent: number;
  downLossPercent: number;
  jitterMs: number;
}

/** What a terminal sends and another one cannot decode. */
export interface UndecodableDto {
  /** The terminal that sends. */
  terminalId: string;
  source: MediaSource;
  /** The format as people know it, such as `H.264 High`. */
  codec: string;
}

export interface MemberDto {
  terminalId: string;
  personId: string;
  displayName: string;
  role: string;
  permissions: Permission[];
  terminalKind: string;
  presence: Presence;
  muted: MediaSource[];
  enteredAt: string;
  quality: QualityDto | null;
  undecodable: UndecodableDto[];
}

export interface GroupDto {
  groupId: string;
  requestId: string;
  sequence: number;
  state: GroupState;
  purpose: string;
  urgency: Urgency;
  capacity: number;
  requestedAt: string;
  connectedAt: string | null;
  members: MemberDto[];
}

export interface ChatMessageDto {
  id: string;
  terminalId: string;
  displayName: string;
  text: string;
  sentAt: string;
}

export interface SlotDto {
  mid: string;
  terminalId: string | null;
  source: MediaSource | null;
}

export interface EnterRequest {
  seatKey: string;
}

export interface EnterReply {
  terminalId: string;
  resumed: boolean;
  group: GroupDto;
  messages: ChatMessageDto[];
  /** Argument of `Messages` for the page before; null when there is none. */
  earlier: string | null;
}

export interface ChatPageDto {
  messages: ChatMessageDto[];
  earlier: string | null;
}

/** One relay to measure the way to: its addresses and credentials under which it answers ICE checks for a short time. */
export interface ProbeDto {
  relayId: string;
  /** Address and port, IPv6 addresses in brackets. */
  candidates: string[];
  userFragment: string;
  password: string;
}

export interface OfferRequest {
  sdp: string;
  sources: Record<string, MediaSource>;
  /** Milliseconds by relay. */
  roundTrips: Record<string, number> | null;
  region: string | null;
}

export interface LocateRequest {
  /** Milliseconds by relay. */
  roundTrips: Record<string, number> | null;
  region: string | null;
}

export interface OfferReply {
  sdp: string;
  relayId: string;
}

export interface SendMessageRequest {
  id: string;
  text: string;
}

export interface MuteOtherRequest {
  terminalId: string;
  muted: MediaSource[];
}

/** What a terminal calls (IConsultationHub). */
export interface ConsultationHub {
  Enter(request: EnterRequest): ReplyOf<EnterReply>;
  Probes(region: string | null): ReplyOf<ProbeDto[]>;
  Locate(request: LocateRequest): Reply;
  Offer(request: OfferRequest): ReplyOf<OfferReply>;
  OfferStandby(request: OfferRequest): ReplyOf<OfferReply>;
  UseStandby(relayId: string | null): Reply;
  SetMuted(muted: MediaSource[]): Reply;
  MuteOther(request: MuteOtherRequest): Reply;
  Remove(terminalId: string): Reply;
  SendMessage(request: SendMessageRequest): ReplyOf<ChatMessageDto>;
  Messages(before: string | null): ReplyOf<ChatPageDto>;
  Snapshot(): ReplyOf<GroupDto>;
  Ping(): Reply;
  Leave(): Reply;
  Close(): Reply;
}

/** Notices of the group; `sequence` grows by one, except that Quality, Undecodable and Missed repeat the last. */
export interface GroupNotices {
  Entered: { sequence: number; member: MemberDto; resumed: boolean };
  Connected: { sequence: number; terminalIds: string[]; at: string };
  Presence: { sequence: number; terminalId: string; presence: Presence; reason: 'overLimit' | null };
  Muted: { sequence: number; terminalId: string; muted: MediaSource[]; byPersonId: string };
  Quality: { sequence: number; terminalId: string; quality: QualityDto };
  Undecodable: { sequence: number; terminalId: string; undecodable: UndecodableDto[] };
  Message: { sequence: number; message: ChatMessageDto };
  Left: { sequence: number; terminalId: string; reason: LeaveReason };
  Ended: { sequence: number; state: 'closed' | 'expired' };
  Missed: { sequence: number };
}

export type NoticeName = keyof GroupNotices;

/** A notice with the name it came under. */
export type GroupNotice = { [K in NoticeName]: { name: K; body: GroupNotices[K] } }[NoticeName];

export const noticeNames: readonly NoticeName[] = [
  'Entered', 'Connected', 'Presence', 'Muted', 'Quality', 'Undecodable', 'Message', 'Left', 'Ended', 'Missed',
];
