import type {
  AuditEntryDto, ClusterDto, ConsultationDetail, ConsultationPage, CreateConsultationRequest, CreatePersonRequest, EnrolmentsDto, GroupState,
  IssuedTokenDto, IssueTokenRequest, JoinCodeDto, PersonDto, SetupRequest, SignInRequest, TokenDto, UpdatePersonRequest,
} from '../protocol/http';
import { call } from './http';

const drain = (node: string) => `/api/cluster/nodes/${encodeURIComponent(node)}/drain`;
const enrolment = (keyId: string) => `/api/cluster/enrolments/${encodeURIComponent(keyId)}`;
const consultation = (groupId: string) => `/api/consultations/${encodeURIComponent(groupId)}`;

/** The HTTP API, one function per route. */
export const server = {
  session: () => call<PersonDto>('GET', '/api/session'),
  signIn: (request: SignInRequest) => call<PersonDto>('POST', '/api/session', request),
  signOut: () => call<void>('DELETE', '/api/session'),
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
  audit: (groupId: string) => call<AuditEntryDto[]>('GET', `${consultation(groupId)}/audit`),

  people: () => call<PersonDto[]>('GET', '/api/people'),
  createPerson: (request: CreatePersonRequest) => call<PersonDto>('POST', '/api/people', request),
  updatePerson: (personId: string, request: UpdatePersonRequest) =>
    call<PersonDto>('PATCH', `/api/people/${encodeURIComponent(personId)}`, request),

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
