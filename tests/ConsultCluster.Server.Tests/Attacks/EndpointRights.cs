namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>Who comes to an endpoint, in the order of the columns of <see cref="EndpointRights"/>.</summary>
internal enum Caller
{
    Anonymous,
    Guest,
    Applicant,
    OtherApplicant,
    Expert,
    Coordinator,
    Administrator,
}

/// <summary>
/// What every endpoint answers to everybody. A request that is allowed may still fail for what it asks: it is then answered otherwise than with 401 or 403, and the column
/// says how.
/// </summary>
internal static class EndpointRights
{
    /// <summary>
    /// Method and route, then the status for: anonymous, guest (with a token of the consultation), its applicant, another applicant, expert, coordinator, administrator.
    /// </summary>
    private const string Table = """
        POST   /api/setup                                        400 400 400 400 400 400 400
        POST   /api/session/                                     401 401 401 401 401 401 401
        GET    /api/session/                                     401 401 200 200 200 200 200
        DELETE /api/session/                                     401 401 204 204 204 204 204
        PUT    /api/session/password                             401 401 400 400 400 400 400
        DELETE /api/session/notice                               401 401 204 204 204 204 204
        GET    /api/sessions/                                    401 401 200 200 200 200 200
        DELETE /api/sessions/{sessionId}                         401 401 404 404 404 404 404
        DELETE /api/sessions/                                    401 401 200 200 200 200 200
        POST   /api/recovery                                     400 400 400 400 400 400 400
        GET    /api/audit                                        401 401 200 200 200 200 200
        GET    /api/people/                                      401 401 403 403 403 403 200
        POST   /api/people/                                      401 401 403 403 403 403 400
        PATCH  /api/people/{personId}                            401 401 403 403 403 403 400
        POST   /api/people/{personId}/password                   401 401 403 403 403 403 404
        GET    /api/people/{personId}/sessions/                  401 401 403 403 403 403 404
        DELETE /api/people/{personId}/sessions/{sessionId}       401 401 403 403 403 403 404
        DELETE /api/people/{personId}/sessions/                  401 401 403 403 403 403 404
        POST   /api/consultations/                               401 401 400 400 403 400 403
        GET    /api/consultations/                               401 401 200 200 200 200 200
        GET    /api/consultations/{groupId}                      401 401 200 404 200 200 200
        POST   /api/consultations/{groupId}/close                401 401 204 404 403 204 204
        POST   /api/consultations/{groupId}/entry                401 401 200 404 200 200 403
        POST   /api/consultations/{groupId}/tokens               401 401 400 404 403 400 403
        GET    /api/consultations/{groupId}/tokens               401 401 200 404 403 200 200
        DELETE /api/consultations/{groupId}/tokens/{tokenId}     401 401 204 404 403 204 204
        GET    /api/consultations/{groupId}/audit                401 401 200 404 403 200 200
        GET    /api/consultations/{groupId}/messages             401 401 200 404 200 200 403
        POST   /api/signing-keys                                 401 401 403 403 403 403 200
        GET    /api/cluster/                                     401 401 403 403 403 403 200
        POST   /api/cluster/nodes/{node}/drain                   401 401 403 403 403 403 404
        DELETE /api/cluster/nodes/{node}/drain                   401 401 403 403 403 403 404
        GET    /api/cluster/enrolments                           401 401 403 403 403 403 200
        POST   /api/cluster/enrolments/{keyId}/approval          401 401 403 403 403 403 404
        DELETE /api/cluster/enrolments/{keyId}                   401 401 403 403 403 403 404
        POST   /api/cluster/join-codes                           401 401 403 403 403 403 200
        GET    /health/live                                      200 200 200 200 200 200 200
        GET    /health/serving                                   200 200 200 200 200 200 200
        GET    /health/ready                                     200 200 200 200 200 200 200
        POST   /whip/                                            401 415 401 401 401 401 401
        PATCH  /whip/{id}                                        401 404 401 401 401 401 401
        DELETE /whip/{id}                                        401 404 401 401 401 401 401
        POST   /whep/                                            401 415 401 401 401 401 401
        PATCH  /whep/{id}                                        401 404 401 401 401 401 401
        DELETE /whep/{id}                                        401 404 401 401 401 401 401
        *      /hub/consultation/negotiate                       401 200 401 401 401 401 401
        *      /hub/consultation                                 401 400 401 401 401 401 401
        """;

    /// <summary>
    /// Routes that know no person: preflights, the API's description, figures for this machine only, and the door for relay nodes, which prove themselves by their key.
    /// </summary>
    private const string Harmless = """
        OPTIONS /whip/
        OPTIONS /whip/{id}
        OPTIONS /whep/
        OPTIONS /whep/{id}
        GET     /openapi/{documentName}.json
        *       /metrics
        GET     /nodes/link
        """;

    /// <summary>The page of the API's description, and its files.</summary>
    public const string Page = "GET /docs";

    /// <summary>Every row.</summary>
    public static IReadOnlyList<Row> Rows { get; } = [.. Table.Split('\n').Select(Read)];

    /// <summary>Method and route of each endpoint that needs no row.</summary>
    public static IReadOnlySet<string> Open { get; } =
        Harmless.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToHashSet(StringComparer.Ordinal);

    private static Row Read(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new Row(words[0], words[1], [.. words[2..].Select(int.Parse)]);
    }

    /// <summary>One endpoint.</summary>
    /// <param name="Statuses">By <see cref="Caller"/>.</param>
    internal sealed record Row(string Method, string Route, int[] Statuses)
    {
        /// <summary>As <see cref="Open"/> has it.</summary>
        public string Name => $"{Method} {Route}";

        /// <summary>What the caller gets.</summary>
        public int StatusFor(Caller caller) => Statuses[(int)caller];
    }
}
