using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Server.Nodes.Control;

/// <summary>What a remote relay last reported of one session.</summary>
internal sealed record SessionMirror(bool Sends, bool Receives, IReadOnlyList<SlotAssignment> Slots)
{
    public static SessionMirror New { get; } = new(false, false, []);
}
