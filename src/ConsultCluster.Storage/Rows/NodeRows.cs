using System.Collections.Immutable;
using System.Data.Common;
using System.Runtime.InteropServices;
using System.Text.Json;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Nodes;
using ConsultCluster.Storage.Keys;

namespace ConsultCluster.Storage.Rows;

/// <summary>Rows of relay nodes and join codes. Verifiers of codes go through the data key on their way in and out.</summary>
internal sealed class NodeRows(DataKey dataKey)
{
    public static Statement Nodes { get; } = new(
        "SELECT key_id, node, public_key, state, address, network, via, fingerprints, instance, asked_at, decided_at, decided_by FROM nodes ORDER BY node, key_id");

    public static Statement Codes { get; } = new("SELECT id, verifier, created_at, created_by, expires_at, used_by FROM join_codes ORDER BY id");

    public static KnownNode ReadNode(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        ImmutableCollectionsMarshal.AsImmutableArray(row.GetFieldValue<byte[]>(2)),
        row.Word<EnrolmentState>(3),
        row.GetString(4),
        row.GetString(5),
        row.GetString(6),
        JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString(7))!.ToImmutableSortedDictionary(StringComparer.Ordinal),
        row.GetString(8),
        row.Time(9),
        row.TimeOrNull(10),
        row.GetString(11));

    public JoinCode ReadCode(DbDataReader row)
    {
        var id = row.GetString(0);
        var verifier = ImmutableCollectionsMarshal.AsImmutableArray(dataKey.Unprotect(CodeName(id), row.GetFieldValue<byte[]>(1)));
        return new JoinCode(id, verifier, row.Time(2), new PersonId(row.GetString(3)), row.Time(4), row.TextOrNull(5));
    }

    /// <summary>What makes the rows of one book those of the next. Deletions first: a name may pass from one key to another.</summary>
    public IEnumerable<Statement> Change(NodeBook from, NodeBook to) =>
    [
        .. from.Nodes.Where(node => to.Find(node.KeyId) is null).Select(node => new Statement("DELETE FROM nodes WHERE key_id = @id", ("@id", node.KeyId))),
        .. from.Codes.Where(code => to.FindCode(code.Id) is null).Select(code => new Statement("DELETE FROM join_codes WHERE id = @id", ("@id", code.Id))),
        .. to.Nodes.Where(node => !ReferenceEquals(from.Find(node.KeyId), node)).OrderByDescending(node => node.State).Select(Write),
        .. to.Codes.Where(code => !ReferenceEquals(from.FindCode(code.Id), code)).Select(Write),
    ];

    private static Statement Write(KnownNode node) => new(
        """
        INSERT INTO nodes (key_id, node, public_key, state, address, network, via, fingerprints, instance, asked_at, decided_at, decided_by)
        VALUES (@id, @node, @key, @state, @address, @network, @via, @fingerprints, @instance, @askedAt, @decidedAt, @decidedBy)
        ON CONFLICT (key_id) DO UPDATE SET node = excluded.node, state = excluded.state, address = excluded.address, network = excluded.network,
            via = excluded.via, fingerprints = excluded.fingerprints, instance = excluded.instance, asked_at = excluded.asked_at,
            decided_at = excluded.decided_at, decided_by = excluded.decided_by
        """,
        ("@id", node.KeyId),
        ("@node", node.Node),
        ("@key", node.PublicKey.ToArray()),
        ("@state", Words.Of(node.State)),
        ("@address", node.Address),
        ("@network", node.Network),
        ("@via", node.Via),
        ("@fingerprints", JsonSerializer.Serialize(node.Fingerprints)),
        ("@instance", node.Instance),
        ("@askedAt", node.AskedAt),
        ("@decidedAt", node.DecidedAt),
        ("@decidedBy", node.DecidedBy));

    private Statement Write(JoinCode code) => new(
        """
        INSERT INTO join_codes (id, verifier, created_at, created_by, expires_at, used_by)
        VALUES (@id, @verifier, @createdAt, @createdBy, @expiresAt, @usedBy)
        ON CONFLICT (id) DO UPDATE SET used_by = excluded.used_by
        """,
        ("@id", code.Id),
        ("@verifier", dataKey.Protect(CodeName(code.Id), code.Verifier.AsSpan())),
        ("@createdAt", code.CreatedAt),
        ("@createdBy", code.CreatedBy.Value),
        ("@expiresAt", code.ExpiresAt),
        ("@usedBy", code.UsedBy));

    private static string CodeName(string id) => "join-code:" + id;
}
