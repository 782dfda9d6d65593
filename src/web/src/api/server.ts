import type {
  AuditEntryDto, AuditStateDto, ChangePasswordRequest, ClusterDto, ConsultationDetail, ConsultationPage, CreateConsultationRequest, CreatedPersonDto, CreatePersonRequest,
  EndedSessionsDto, EnrolmentsDto, GroupState, IssuedTokenDto, IssueTokenRequest, JoinCodeDto, OneTimePasswordDto, PersonDto, RecoveryRequest, SessionDto, SetupRequest,
  SignedInDto, SignInRequest, TokenDto, UpdatePersonRequest,
} from '../protocol/http';
import { call } from './http';

const drain = (node: string) => `/api/cluster/nodes/${encodeURIComponent(node)}/drain`;
const person = (personId: string) => `/api/people/${encodeURIComponent(personId)}`;
const enrolment = (keyId: string) => `/api/cluster/enrolments/${encodeURIComponent(keyId)}`;
const consultation = (groupId: string) => `/api/consultations/${encodeURIComponent(groupId)}`;

/** The HTTP API, one function per route. */
export const server = {
  session: () => call<SignedInDto>('GET', '/api/session'),
  signIn: (request: SignInRequest) => call<SignedInDto>('POST', '/api/session', request),
  signOut: () => call<void>('DELETE', '/api/session'),
  changePassword: (request: ChangePasswordRequest) => call<void>('PUT', '/api/session/password', request),
  confirmReset: () => call<void>('DELETE', '/api/session/notice'),
  sessions: () => call<SessionDto[]>('GET', '/api/sessions'),
  endSession: (sessionId: string) => call<void>('DELETE', `/api/sessions/${encodeURIComponent(sessionId)}`),
  endOtherSessions: () => call<EndedSessionsDto>('DELETE', '/api/sessions'),
  recover: (request: RecoveryRequest) => call<void>('POST', '/api/recovery', request),
  setup: (request: SetupRequest) => call<PersonDto>('POST', '/api/setup', request),

  consultations: (state: GroupState | null, before: string | null) => {
    const query = new URLSearchParams({ limit: '30' });
    if (state !== null) query.set('state', state);
    if (before !== null) query.set('before', before);
    return call<ConsultationPage>('GET', `/api/consultations?${query}`);
  },
  ask: (request: CreateConsultationRequest) => call<ConsultationDetail>('POST', '/api/consultations', request),
  consultation: (groupId: string) => call<ConsultationDetail>('GET', consultation(groupId)),
  close: (groupId: string) => call<void>('POST', `${consultation(groupId)}/close`),
  enter: (groupId: string) => call<IssuedTokenDto>('POST', `${consultation(groupId)}/entry`),
  tokens: (groupId: string) => call<TokenDto[]>('GET', `${consultation(groupId)}/tokens`),
  issueToken: (groupId: string, request: IssueTokenRequest) => call<IssuedTokenDto>('POST', `${consultation(groupId)}/tokens`, request),
  revokeToken: (groupId: string, tokenId: string) => call<void>('DELETE', `${consultation(groupId)}/tokens/${encodeURIComponent(tokenId)}`),
  auditState: () => call<AuditStateDto>('GET', '/api/audit'),
  audit: (groupId: string) => call<AuditEntryDto[]>('GET', `${consultation(groupId)}/audit`),

  people: () => call<PersonDto[]>('GET', '/api/people'),
  createPerson: (request: CreatePersonRequest) => call<CreatedPersonDto>('POST', '/api/people', request),
  updatePerson: (personId: string, request: UpdatePersonRequest) =>
    call<PersonDto>('PATCH', person(personId), request),
  resetPassword: (personId: string) => call<OneTimePasswordDto>('POST', `${person(personId)}/password`),
  sessionsOf: (personId: string) => call<SessionDto[]>('GET', `${person(personId)}/sessions`),
  endSessionOf: (personId: string, sessionId: string) => call<void>('DELETE', `${person(personId)}/sessions/${encodeURIComponent(sessionId)}`),
  endSessionsOf: (personId: string) => call<EndedSessionsDto>('DELETE', `${person(personId)}/sessions`),

  cluster: () => call<ClusterDto>('GET', '/api/cluster'),
  drain: (node: string, force: boolean) => call<void>('POST', `${drain(node)}${force ? '?force=true' : ''}`),
  resume: (node: string) => call<void>('DELETE', drain(node)),
  enrolments: () => call<EnrolmentsDto>('GET', '/api/cluster/enrolments'),
  approve: (keyId: string) => call<void>('POST', `${enrolment(keyId)}/approval`),
  revoke: (keyId: string) => call<void>('DELETE', enrolment(keyId)),
  createJoinCode: (minutes: number) => call<JoinCodeDto>('POST', '/api/cluster/join-codes', { minutes }),

  /** Asks over plain HTTP whether the hub would take this token; resolves when it would. */
  probeHub: (token: string) =>
    call<unknown>('POST', '/hub/consultation/negotiate?negotiateVersion=1', undefined, { Authorization: `Bearer ${token}` }),
};
