namespace ConsultCluster.Contracts.Http;

/// <summary>GET /api/cluster/enrolments: every relay node that has asked to join, those that wait first.</summary>
/// <param name="Key">Use of the shared node key; null when this server has none.</param>
public sealed record EnrolmentsDto(EnrolmentDto[] Nodes, NodeKeyUseDto? Key);

/// <summary>A relay node's key, and what was decided about it.</summary>
/// <param name="KeyId">SHA-256 of the node's public key, base64url. The node prints it as well.</param>
/// <param name="Node">Name that the node has or wants.</param>
/// <param name="State"><c>waiting</c>, <c>enrolled</c> or <c>revoked</c>.</param>
/// <param name="Address">Where it asked from, or joined from with its last start.</param>
/// <param name="Via"><c>code</c>, <c>key</c> or <c>approval</c>; empty while it waits and for one that was refused.</param>
/// <param name="Fingerprints">SHA-256 (base64url) of its relays' certificates by relay id, as its key signed them.</param>
/// <param name="AskedAt">When it asked, or started, last.</param>
/// <param name="DecidedAt">When it was enrolled, refused or revoked; null while it waits.</param>
/// <param name="IsJoined">This server has a link to it now.</param>
public sealed record EnrolmentDto(
    string KeyId,
    string Node,
    string State,
    string Address,
    string Via,
    IReadOnlyDictionary<string, string> Fingerprints,
    DateTimeOffset AskedAt,
    DateTimeOffset? DecidedAt,
    bool IsJoined);

/// <summary>Use of the shared node key.</summary>
/// <param name="Limit">Nodes that it may enrol within 24 hours.</param>
/// <param name="Used">Nodes that it has enrolled in the last 24 hours.</param>
/// <param name="IsClosed">It enrols nobody more, because one of them was revoked.</param>
public sealed record NodeKeyUseDto(int Limit, int Used, bool IsClosed);

/// <summary>POST /api/cluster/join-codes.</summary>
/// <param name="Minutes">How long the code is valid, 5 to 10,080. Default 60.</param>
public sealed record JoinCodeRequest(int? Minutes);

/// <summary>A one-time join code. It is shown this once; the server cannot show it again.</summary>
public sealed record JoinCodeDto(string Code, DateTimeOffset ExpiresAt);
