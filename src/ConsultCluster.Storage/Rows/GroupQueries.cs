using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Storage.Rows;

/// <summary>What is asked about consultations.</summary>
internal static class GroupQueries
{
    private const int MaxPage = 200;

    private const string SelectRecord =
        $"""
        SELECT {GroupRows.RequestColumns}, g.state, g.requested_at, g.connected_at, g.closed_at,
               (SELECT count(*) FROM participants p WHERE p.group_id = g.id AND p.left_at IS NULL)
        FROM groups g JOIN requests r ON r.id = g.request_id
        """;

    public static Statement Open { get; } = new("SELECT id FROM groups WHERE state IN ('open', 'active') ORDER BY requested_at, id");

    /// <summary>A token that has expired still counts while a terminal that entered with it is inside.</summary>
    public static Statement OpenOf(PersonId person) => new(
        """
        SELECT id FROM groups g
        WHERE state IN ('open', 'active')
          AND EXISTS (SELECT 1 FROM tokens t WHERE t.group_id = g.id AND t.state <> 'revoked' AND (t.person_id = @person OR t.issued_by = @person))
        ORDER BY requested_at, id
        """,
        ("@person", person.Value));

    public static Statement Load(GroupId group) => new(
        $"SELECT {GroupRows.RequestColumns}, g.document, g.version FROM groups g JOIN requests r ON r.id = g.request_id WHERE g.id = @group",
        ("@group", group.Value));

    public static Statement Find(GroupId group) => new($"{SelectRecord} WHERE g.id = @group", ("@group", group.Value));

    public static Statement FindByRequest(RequestId request) => new($"{SelectRecord} WHERE r.id = @request", ("@request", request.Value));

    /// <param name="added">The column that says which row came first: each database has its own.</param>
    public static Statement Tokens(GroupId group, string added) => new(
        $"SELECT {GroupRows.TokenColumns} FROM tokens WHERE group_id = @group ORDER BY issued_at, {added}", ("@group", group.Value));

    /// <param name="added">As for <see cref="Tokens"/>.</param>
    public static Statement Participants(GroupId group, string added) => new(
        $"SELECT {GroupRows.ParticipantColumns} FROM participants WHERE group_id = @group ORDER BY entered_at, {added}", ("@group", group.Value));

    /// <summary>Newest first, so that the limit keeps the newest.</summary>
    public static Statement Messages(GroupId group, long? before, int limit) => new(
        $"SELECT {GroupRows.MessageColumns} FROM messages WHERE group_id = @group AND sequence < @before ORDER BY sequence DESC LIMIT @limit",
        ("@group", group.Value),
        ("@before", before ?? long.MaxValue),
        ("@limit", limit));

    public static Statement Message(GroupId group, TerminalId terminal, string id) => new(
        $"SELECT {GroupRows.MessageColumns} FROM messages WHERE group_id = @group AND terminal_id = @terminal AND id = @id",
        ("@group", group.Value),
        ("@terminal", terminal.Value),
        ("@id", id));

    /// <summary>Asks for one row more than a page holds: that row says whether there is a next one.</summary>
    public static Statement List(ConsultationQuery query)
    {
        var conditions = new List<string>();
        var parameters = new List<(string, object?)> { ("@limit", Limit(query) + 1) };
        if (query.State is { } state)
        {
            conditions.Add("g.state = @state");
            parameters.Add(("@state", Words.Of(state)));
        }

        if (query.Involving is { } person)
        {
            conditions.Add("(r.applicant_id = @person OR EXISTS (SELECT 1 FROM tokens t WHERE t.person_id = @person AND t.group_id = g.id))");
            parameters.Add(("@person", person.Value));
        }

        if (query.Before is { } before)
        {
            conditions.Add("(g.requested_at, g.id) < (@before, @beforeGroup)");
            parameters.Add(("@before", before.RequestedAt));
            parameters.Add(("@beforeGroup", before.Group.Value));
        }

        var where = conditions.Count == 0 ? string.Empty : "WHERE " + string.Join(" AND ", conditions);
        return new Statement($"{SelectRecord} {where} ORDER BY g.requested_at DESC, g.id DESC LIMIT @limit", [.. parameters]);
    }

    /// <summary>The page out of what <see cref="List"/> gave.</summary>
    public static ConsultationList Page(ConsultationQuery query, ImmutableArray<ConsultationRecord> rows)
    {
        var limit = Limit(query);
        if (rows.Length <= limit)
        {
            return new ConsultationList(rows, null);
        }

        var page = rows[..limit];
        return new ConsultationList(page, new ConsultationCursor(page[^1].RequestedAt, page[^1].Request.Group));
    }

    private static int Limit(ConsultationQuery query) => Math.Clamp(query.Limit, 1, MaxPage);
}
