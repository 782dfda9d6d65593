namespace ConsultCluster.Contracts.Http;

/// <summary>A process with relays.</summary>
/// <param name="Region">Label that the operator gave; empty when none.</param>
/// <param name="Machine">The same for all processes of one machine; says nothing else about it.</param>
/// <param name="State"><c>active</c>, <c>draining</c> or <c>silent</c>.</param>
/// <param name="IsSelf">True for the process that answers.</param>
/// <param name="IsEmpty">It drains and holds no session any more: it can be stopped.</param>
public sealed record ClusterNode(
    string Node,
    string Region,
    string Machine,
    string State,
    bool IsSelf,
    bool IsEmpty,
    ClusterRelay[] Relays);
