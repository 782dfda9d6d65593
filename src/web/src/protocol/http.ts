/** HTTP messages, mirrored by hand from ConsultCluster.Contracts/Http. Dates are ISO 8601 strings. */
import type { MemberDto } from './hub';

export type Urgency = 'routine' | 'urgent' | 'emergency';
export type GroupState = 'open' | 'active' | 'closed' | 'expired';
export type AccountRole = 'applicant' | 'expert' | 'coordinator' | 'administrator';
export type TokenState = 'issued' | 'used' | 'revoked' | 'expired';

/** POST /api/session */
export interface SignInRequest {
  userName: string;
  password: string;
}

/** Row of GET /api/people */
export interface PersonDto {
  personId: string;
  userName: string;
  displayName: string;
  role: AccountRole;
  disabled: boolean;
  /** Goes back with a change, which is refused when somebody else was faster. */
  version: number;
  mustChangePassword: boolean;
}

/** GET and POST /api/session */
export interface SignedInDto {
  personId: string;
  userName: string;
  displayName: string;
  role: AccountRole;
  disabled: boolean;
  mustChangePassword: boolean;
  passwordReset: PasswordResetDto | null;
}

/** Who replaced a password that was not theirs. */
export interface PasswordResetDto {
  by: string;
  at: string;
  seen: boolean;
}

/** PUT /api/session/password */
export interface ChangePasswordRequest {
  oldPassword: string;
  newPassword: string;
}

/** Row of GET /api/sessions and GET /api/people/{personId}/sessions */
export interface SessionDto {
  sessionId: string;
  startedAt: string;
  usedAt: string;
  address: string;
  agent: string;
  isCurrent: boolean;
}

/** Answer where several sessions end at once */
export interface EndedSessionsDto {
  ended: number;
}

/** POST /api/recovery */
export interface RecoveryRequest {
  code: string;
  password: string;
}

/** POST /api/setup */
export interface SetupRequest {
  code: string;
  userName: string;
  displayName: string;
  password: string;
}

/** POST /api/people; without a password the server makes one. */
export interface CreatePersonRequest {
  userName: string;
  displayName: string;
  role: AccountRole;
  password: string | null;
}

/** Answer of POST /api/people */
export interface CreatedPersonDto {
  personId: string;
  userName: string;
  displayName: string;
  role: AccountRole;
  disabled: boolean;
  version: number;
  mustChangePassword: boolean;
  oneTimePassword: string | null;
  oneTimeUntil: string | null;
}

/** Answer of POST /api/people/{personId}/password */
export interface OneTimePasswordDto {
  personId: string;
  password: string;
  until: string;
}

/** PATCH /api/people/{personId}; null leaves as it is. */
export interface UpdatePersonRequest {
  displayName: string | null;
  role: AccountRole | null;
  password: string | null;
  disabled: boolean | null;
  version: number | null;
}

export interface PatientDto {
  name: string;
  age: number | null;
  sex: string | null;
  idNumber: string | null;
  phone: string | null;
}

/** POST /api/consultations */
export interface CreateConsultationRequest {
  requestId: string | null;
  patient: PatientDto;
  purpose: string;
  urgency: Urgency;
  complaint: string | null;
  hospital: string | null;
  department: string | null;
  specialty: string | null;
  capacity: number | null;
}

export interface ConsultationSummary {
  groupId: string;
  requestId: string;
  state: GroupState;
  urgency: Urgency;
  purpose: string;
  applicantName: string;
  patientName: string;
  requestedAt: string;
  membersPresent: number;
}

/** GET /api/consultations */
export interface ConsultationPage {
  items: ConsultationSummary[];
  next: string | null;
}

/** GET /api/consultations/{groupId} */
export interface ConsultationDetail {
  groupId: string;
  requestId: string;
  state: GroupState;
  urgency: Urgency;
  purpose: string;
  complaint: string | null;
  hospital: string | null;
  department: string | null;
  specialty: string | null;
  patient: PatientDto;
  applicantId: string;
  applicantName: string;
  capacity: number;
  requestedAt: string;
  connectedAt: string | null;
  closedAt: string | null;
  members: MemberDto[];
}

/** POST /api/consultations/{groupId}/tokens */
export interface IssueTokenRequest {
  displayName: string;
  role: string;
  terminalKind: string | null;
  permissions: string[] | null;
  lifetimeSeconds: number | null;
  singleUse: boolean | null;
  /** The same id again gives the same token. */
  requestId: string | null;
}

/** Answer of POST …/entry and POST …/tokens */
export interface IssuedTokenDto {
  tokenId: string;
  token: string;
  link: string;
  groupId: string;
  expiresAt: string;
}

/** Row of GET /api/consultations/{groupId}/tokens */
export interface TokenDto {
  tokenId: string;
  displayName: string;
  role: string;
  terminalKind: string;
  state: TokenState;
  singleUse: boolean;
  issuedBy: string;
  issuedAt: string;
  expiresAt: string;
  firstUsedAt: string | null;
  revokedAt: string | null;
}

/** Row of GET /api/consultations/{groupId}/audit */
export interface AuditEntryDto {
  number: number;
  at: string;
  by: string;
  from: string;
  action: string;
  detail: string;
  hash: string;
}

/** GET /api/audit */
export interface AuditStateDto {
  state: 'unknown' | 'whole' | 'broken';
  verifiedAt: string | null;
  entries: number | null;
  firstBroken: number | null;
  fault: 'changed' | 'missing' | 'cut_tail' | 'inserted' | 'wrong_signature' | 'reordered' | 'replaced' | null;
  export: 'none' | 'ok' | 'failing';
}

export type NodeState = 'active' | 'draining' | 'silent';
export type LinkState = 'connecting' | 'up' | 'silent';

export interface ClusterTotals {
  nodes: number;
  activeNodes: number;
  relays: number;
  activeRelays: number;
  sessions: number;
  packetsPerSecond: number;
  load: number;
  links: number;
  groups: number;
}

export interface ClusterRelay {
  relayId: string;
  state: NodeState;
  addresses: string[];
  sessions: number;
  packetsPerSecond: number;
  capacity: number;
  load: number;
}

export interface ClusterNode {
  node: string;
  region: string;
  machine: string;
  state: NodeState;
  isSelf: boolean;
  isEmpty: boolean;
  relays: ClusterRelay[];
}

export interface ClusterLink {
  from: string;
  to: string;
  state: LinkState;
  roundTripMs: number | null;
  lossInPercent: number | null;
  lossOutPercent: number | null;
  packetsIn: number;
  packetsOut: number;
}

export interface ClusterGroup {
  groupId: string;
  state: GroupState;
  members: number;
  connected: number;
  relays: string[];
}

export interface ClusterClock {
  server: string;
  aheadMs: number;
  isOff: boolean;
}

/** GET /api/cluster */
export interface ClusterDto {
  at: string;
  totals: ClusterTotals;
  nodes: ClusterNode[];
  links: ClusterLink[];
  groups: ClusterGroup[];
  nodeKeyFile: string | null;
  clocks: ClusterClock[];
  dashboard: string | null;
}

export type EnrolmentState = 'waiting' | 'enrolled' | 'revoked';

export interface EnrolmentDto {
  keyId: string;
  node: string;
  state: EnrolmentState;
  address: string;
  via: 'code' | 'key' | 'approval' | '';
  fingerprints: Record<string, string>;
  askedAt: string;
  decidedAt: string | null;
  isJoined: boolean;
}

/** GET /api/cluster/enrolments */
export interface EnrolmentsDto {
  nodes: EnrolmentDto[];
  key: NodeKeyUseDto | null;
}

export interface NodeKeyUseDto {
  limit: number;
  used: number;
  isClosed: boolean;
}

/** POST /api/cluster/join-codes */
export interface JoinCodeDto {
  code: string;
  expiresAt: string;
}
