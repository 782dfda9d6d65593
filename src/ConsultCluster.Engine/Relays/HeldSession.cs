using ConsultCluster.Domain;

namespace ConsultCluster.Engine.Relays;

/// <summary>A session that a relay holds.</summary>
/// <param name="Epoch">The newest epoch that the relay knows of the group.</param>
public sealed record HeldSession(GroupId Group, long Epoch, TerminalId Terminal);
