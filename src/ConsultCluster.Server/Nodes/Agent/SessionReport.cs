using ConsultCluster.Contracts.Nodes;

namespace ConsultCluster.Server.Nodes.Agent;

/// <summary>What a relay last reported of one session.</summary>
internal sealed record SessionReport(bool Sends, bool Receives, IReadOnlyList<FilledSlot> Slots)
{
    public static SessionReport New { get; } = new(false, false, []);
}
