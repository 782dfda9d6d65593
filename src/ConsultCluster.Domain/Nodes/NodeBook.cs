using System.Collections.Immutable;

namespace ConsultCluster.Domain.Nodes;

/// <summary>The relay nodes and join codes of the installation. Immutable; <see cref="Enrolment"/> makes the next one.</summary>
public sealed record NodeBook(ImmutableArray<KnownNode> Nodes, ImmutableArray<JoinCode> Codes)
{
    /// <summary>Nobody.</summary>
    public static NodeBook Empty { get; } = new([], []);

    /// <summary>The node with this key; null for an unknown one.</summary>
    public KnownNode? Find(string keyId) => Nodes.FirstOrDefault(node => string.Equals(node.KeyId, keyId, StringComparison.Ordinal));

    /// <summary>The enrolled node of this name; null when the name is free.</summary>
    public KnownNode? Enrolled(string name) =>
        Nodes.FirstOrDefault(node => node.State == EnrolmentState.Enrolled && string.Equals(node.Node, name, StringComparison.Ordinal));

    /// <summary>The code with this id; null for an unknown one.</summary>
    public JoinCode? FindCode(string id) => Codes.FirstOrDefault(code => string.Equals(code.Id, id, StringComparison.Ordinal));

    /// <summary>Nodes that enrolled themselves with this node key within the last <see cref="EnrolmentRules.KeyWindow"/>.</summary>
    public int CountVia(string via, DateTimeOffset now) => Via(via).Count(node => now - node.DecidedAt < EnrolmentRules.KeyWindow);

    /// <summary>True when nobody more may enrol with this node key: one that did was revoked, and may still have the key.</summary>
    public bool IsClosed(string via) => Via(via).Any(node => node.State == EnrolmentState.Revoked);

    private IEnumerable<KnownNode> Via(string via) => Nodes.Where(node => string.Equals(node.Via, via, StringComparison.Ordinal));

    internal NodeBook With(KnownNode node) => this with { Nodes = Nodes.RemoveAll(one => one.KeyId == node.KeyId).Add(node) };

    internal NodeBook With(JoinCode code) => this with { Codes = Codes.RemoveAll(one => one.Id == code.Id).Add(code) };
}
