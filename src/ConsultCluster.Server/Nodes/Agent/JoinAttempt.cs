using ConsultCluster.Contracts.Nodes;

namespace ConsultCluster.Server.Nodes.Agent;

/// <summary>What came of connecting to a control process: a link on which both ends have proved the key, or why not.</summary>
/// <param name="Refused">The control process, or this node, refused; null when it is out of reach.</param>
/// <param name="Why">Why it is out of reach.</param>
internal sealed record JoinAttempt(NodeLink? Link, Refused? Refused, string? Why);
